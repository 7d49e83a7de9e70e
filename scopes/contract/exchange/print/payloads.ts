import type { ContractDocument, JsonSchema, Slot } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { call, type Code, object } from './layout.ts'
import { fields, literal, text } from './literal.ts'
import type { Printing } from './printing.ts'
import { printSchema } from './schema.ts'
import { isPreset, printShape } from './shapes.ts'

/** Printing with the slots of the document at hand. */
export interface ContractPrinting extends Printing {
  readonly document: ContractDocument
  /** The constant that holds the HTTP contract of event details. */
  readonly detailsConstant: string
  slot(at: string): Slot
}

/** A payload with what it is besides its schema. */
export function printPayload(at: string, printing: ContractPrinting): Code {
  const { schema, mediaType, maxBytes, optional } = printing.slot(at)
  const printed = printSchema(schema, printing)
  // A payload as a whole has no default; what its schema says of one stays a remark.
  const present = isPreset(schema, printing) ? call('z.nonoptional', printed) : printed
  const code: Code = [present, optional === true ? '.optional()' : '']
  if (mediaType === undefined && maxBytes === undefined) return code
  printing.borrowed.add('payload')
  return call('payload', code, object(fields(mapped({ mediaType, maxBytes }))))
}

/** Parameters or headers: a shape where they are one. */
export function printFields(at: string | undefined, printing: ContractPrinting): Code | undefined {
  if (at === undefined) return undefined
  const { schema } = printing.slot(at)
  return isShape(schema) ? printShape(schema, printing) : printSchema(schema, printing)
}

function isShape(schema: JsonSchema): schema is Exclude<JsonSchema, boolean> {
  if (!isRecord(schema) || schema['type'] !== 'object' || !isRecord(schema['properties'])) return false
  const declared = schema['properties']
  const required = (schema['required'] ?? []) as readonly string[]
  return (
    Object.keys(schema).every((word) => ['type', 'properties', 'required'].includes(word)) &&
    required.every((name) => Object.hasOwn(declared, name)) &&
    // A shape with such a key would be taken for a schema, or for a payload with options.
    !Object.hasOwn(declared, '_zod')
  )
}

/** JSON values by name, as code. */
export function mapped(values: Readonly<Record<string, unknown>>): Record<string, Code | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === undefined ? undefined : literal(value)]),
  )
}

interface DescribedThing {
  readonly summary?: string
  readonly description?: string
  readonly deprecated?: string
  readonly sunset?: string
}

export function describedFields({
  summary,
  description,
  deprecated,
  sunset,
}: DescribedThing): Record<string, Code | undefined> {
  return mapped({ summary, description, deprecated, sunset })
}

/** `'token'`, or with its scopes. */
export function printSecurity(security: ContractDocument['security']): Code | undefined {
  if (security === undefined) return undefined
  return {
    open: '[',
    items: security.map((requirement) => {
      const [first, ...others] = Object.entries(requirement)
      const isShort = first !== undefined && others.length === 0 && first[1].length === 0
      return isShort ? text(first[0]) : literal(requirement)
    }),
    close: ']',
  }
}
