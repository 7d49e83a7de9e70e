// Node's Buffer is several times faster than what the web has for the same; browsers have no Buffer.
const node = globalThis.Buffer as typeof Buffer | undefined
const encoder = new TextEncoder()

/** Bytes of a text in UTF-8. */
export const byteLength: (text: string) => number = node?.byteLength ?? ((text) => encoder.encode(text).length)

export function toBase64(bytes: Uint8Array): string {
  return node === undefined ? btoa(toBinary(bytes)) : asBuffer(bytes).toString('base64')
}

/** With the alphabet of URLs, and no padding. */
export function toBase64Url(bytes: Uint8Array): string {
  if (node !== undefined) return asBuffer(bytes).toString('base64url')
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Reads either alphabet, padded or not; may give nothing where the text is none of them. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (node !== undefined) return new Uint8Array(node.from(text, 'base64'))
  try {
    return fromBinary(atob(text.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined
  }
}

export function toHex(bytes: Uint8Array): string {
  if (node !== undefined) return asBuffer(bytes).toString('hex')
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A character for each byte: the form that bytes have in headers. */
export function toBinary(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += MOST_ARGUMENTS) {
    text += String.fromCharCode(...bytes.subarray(at, at + MOST_ARGUMENTS))
  }
  return text
}

export function fromBinary(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** An engine takes some ten thousand at once. */
const MOST_ARGUMENTS = 8192

function asBuffer({ buffer, byteOffset, byteLength: length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length)
}
