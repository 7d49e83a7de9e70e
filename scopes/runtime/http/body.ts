import { byteLength, type HttpBodyDefinition, isByteSource, type Issue } from '@tessera/runtime.core'
import { type OutgoingBody, toOutgoing } from './byte-stream.ts'
import { decodeForm, decodeMultipart, encodeForm, encodeMultipart } from './form.ts'
import { fromFields, toFields } from './form-fields.ts'
import { decodeUtf8, isJson, issuesOf, JSON_TYPE, mediaType, parseJson } from './json-body.ts'

/** How a body travels. */
export type BodyForm = 'json' | 'text' | 'bytes' | 'form' | 'multipart'

export function bodyForm({ bytes, fields, mediaType: type = JSON_TYPE }: HttpBodyDefinition): BodyForm {
  if (type === JSON_TYPE) return 'json'
  if (bytes) return 'bytes'
  if (fields !== undefined) return type.startsWith('multipart/') ? 'multipart' : 'form'
  return isJson(mediaType(type)) ? 'json' : 'text'
}

export function bodyType({ mediaType: type = JSON_TYPE }: HttpBodyDefinition): string {
  return type
}

/** What is wrong with a value as this body; an optional one may be absent. Bytes are only counted. */
export function bodyIssues(definition: HttpBodyDefinition, value: unknown): readonly Issue[] {
  if (definition.body === undefined || (definition.optional && value === undefined)) return []
  if (definition.bytes) return isByteSource(value) ? [] : [NO_BYTES]
  return issuesOf(definition.body, value)
}

const NO_BYTES: Issue = { pointer: '', keyword: 'type', message: 'must be bytes' }

export interface WrittenBody {
  readonly content: OutgoingBody
  readonly mediaType: string
}

/** A body as it is sent, or what keeps it from being one. */
export function writeBody(definition: HttpBodyDefinition, value: unknown): WrittenBody | { readonly issue: Issue } {
  const written = write(definition, value)
  if ('issue' in written) return written
  const { maxBytes } = definition
  if (maxBytes !== undefined && sizeOf(written.content) > maxBytes) return { issue: tooLarge(maxBytes) }
  return written
}

function write(definition: HttpBodyDefinition, value: unknown): WrittenBody | { readonly issue: Issue } {
  const type = bodyType(definition)
  switch (bodyForm(definition)) {
    case 'json': {
      const text = jsonText(value)
      return text === undefined ? formless(type) : { content: text, mediaType: type }
    }
    case 'text':
      return typeof value === 'string' ? { content: value, mediaType: type } : formless(type)
    case 'bytes':
      return isByteSource(value) ? { content: toOutgoing(value), mediaType: type } : formless(type)
    default:
      return writeForm(definition, value)
  }
}

function writeForm(definition: HttpBodyDefinition, value: unknown): WrittenBody | { readonly issue: Issue } {
  const issues: Issue[] = []
  const fields = toFields(value, definition.fields ?? {}, issues)
  if (issues[0] !== undefined) return { issue: issues[0] }
  const type = bodyType(definition)
  if (bodyForm(definition) === 'multipart') {
    const { mediaType: written, body } = encodeMultipart(fields)
    return { content: toOutgoing(body), mediaType: written }
  }
  const text = encodeForm(fields)
  return text === undefined ? formless(type) : { content: text, mediaType: type }
}

function formless(type: string): { readonly issue: Issue } {
  return { issue: { pointer: '', keyword: 'type', message: `has no form as ${type}` } }
}

export function tooLarge(maxBytes: number): Issue {
  return { pointer: '', keyword: 'maxBytes', message: `must have at most ${maxBytes} bytes` }
}

/** Bytes of what is sent, as far as that is known before. */
function sizeOf(content: OutgoingBody): number {
  if (typeof content === 'string') return byteLength(content)
  return content.length ?? 0
}

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) as string | undefined
  } catch {
    // A cycle, or a bigint.
    return undefined
  }
}

/** Whether a body of this media type is what the contract says. */
export function isExpected(definition: HttpBodyDefinition, type: string): boolean {
  const wanted = bodyType(definition)
  if (wanted === type) return true
  return bodyForm(definition) === 'json' ? isJson(type) : type === mediaType(wanted)
}

/**
 * A body that has been received; forms in parts are read after a while.
 * @throws TypeError where it is no UTF-8, SyntaxError where it should be JSON and is none
 */
export function readBody(definition: HttpBodyDefinition, bytes: Uint8Array, contentType: string | undefined): unknown {
  switch (bodyForm(definition)) {
    case 'json':
      return parseJson(bytes)
    case 'form':
      return fromFields(decodeForm(decodeUtf8(bytes)), definition)
    case 'multipart':
      return decodeMultipart(bytes, contentType ?? '').then((entries) => fromFields(entries, definition))
    default:
      return decodeUtf8(bytes)
  }
}
