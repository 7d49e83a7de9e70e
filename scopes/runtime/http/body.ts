import type { Check, Issue } from '@tessera/runtime.core'
import { isJson, issuesOf, JSON_TYPE, parseJson } from './json-body.ts'

/** What a request or response says of its body. */
export interface BodyDefinition {
  readonly body?: Check
  /** JSON where nothing is said; anything that is no JSON travels as text. */
  readonly mediaType?: string
  readonly maxBytes?: number
  readonly optional?: true
}

export function bodyType({ mediaType = JSON_TYPE }: BodyDefinition): string {
  return mediaType
}

/** What is wrong with a value as this body; an optional one may be absent. */
export function bodyIssues(definition: BodyDefinition, value: unknown): readonly Issue[] {
  if (definition.body === undefined || (definition.optional && value === undefined)) return []
  return issuesOf(definition.body, value)
}

/** The text of a body, or what keeps it from being one. */
export function writeBody(definition: BodyDefinition, value: unknown): { text: string } | { issue: Issue } {
  const text = bodyText(definition, value)
  if (text === undefined)
    return { issue: { pointer: '', keyword: 'type', message: `has no form as ${bodyType(definition)}` } }
  const { maxBytes = Infinity } = definition
  if (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes) return { issue: tooLarge(maxBytes) }
  return { text }
}

export function tooLarge(maxBytes: number): Issue {
  return { pointer: '', keyword: 'maxBytes', message: `must have at most ${maxBytes} bytes` }
}

function bodyText(definition: BodyDefinition, value: unknown): string | undefined {
  if (!isJson(bodyType(definition))) return typeof value === 'string' ? value : undefined
  try {
    return JSON.stringify(value) as string | undefined
  } catch {
    // A cycle, or a bigint.
    return undefined
  }
}

/** Whether a body of this media type is what the contract says. */
export function isExpected(definition: BodyDefinition, type: string): boolean {
  const wanted = bodyType(definition)
  return isJson(wanted) ? isJson(type) : type === wanted
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws TypeError where it is no UTF-8, SyntaxError where it should be JSON and is none */
export function readBody(definition: BodyDefinition, bytes: Uint8Array): unknown {
  return isJson(bodyType(definition)) ? parseJson(bytes) : utf8.decode(bytes)
}
