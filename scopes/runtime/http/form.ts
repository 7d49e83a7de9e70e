import { randomHex } from '@tessera/runtime.core'
import type { FormField } from './form-fields.ts'

/** A form as `name=value&…`; a file has no form there. */
export function encodeForm(fields: readonly FormField[]): string | undefined {
  const form = new URLSearchParams()
  for (const { name, value } of fields) {
    if (typeof value !== 'string') return undefined
    form.append(name, value)
  }
  return form.toString()
}

export function decodeForm(text: string): URLSearchParams {
  return new URLSearchParams(text)
}

/** A form in parts, each with what it is. */
export function encodeMultipart(fields: readonly FormField[]): { readonly mediaType: string; readonly body: Blob } {
  const boundary = `form-${randomHex(16)}`
  const pieces: (string | Blob)[] = []
  for (const { name, value, mediaType } of fields) {
    const file = typeof value === 'string' ? '' : `; filename="${escapeName(fileName(value))}"`
    const type = mediaType === undefined ? '' : `content-type: ${mediaType.replaceAll(/[\r\n]/g, ' ')}\r\n`
    pieces.push(`--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"${file}\r\n${type}\r\n`)
    pieces.push(value, '\r\n')
  }
  return { mediaType: `multipart/form-data; boundary=${boundary}`, body: new Blob([...pieces, `--${boundary}--\r\n`]) }
}

/**
 * The fields of a form in parts.
 * @throws TypeError where it is none
 */
export async function decodeMultipart(
  bytes: Uint8Array,
  contentType: string,
): Promise<Iterable<[name: string, value: string | File]>> {
  const response = new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': contentType } })
  return (await response.formData()) as unknown as Iterable<[string, string | File]>
}

function fileName(value: Blob): string {
  return 'name' in value && typeof value.name === 'string' ? value.name : 'blob'
}

/** As the HTML standard writes it. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
