import type { ContractDocument, JsonSchema } from '@tessera/contract.define'
import { suggestion, TesseraError } from '@tessera/core.model'

/** What an operation, channel, item, event or named schema is made of: schemas, by the part they describe. */
export type Member = JsonSchemaLeaf | { readonly [part: string]: Member }

/** One payload. */
export interface JsonSchemaLeaf {
  readonly at: string
  readonly schema: JsonSchema
}

/** The names that are meant: one, or all that the contract declares. @throws TesseraError `UNKNOWN_OPERATION` */
export function memberNames(document: ContractDocument, wanted: string | undefined): readonly string[] {
  const declared = declaredNames(document)
  if (wanted === undefined) return declared.length > 0 ? declared : document.exports
  return [nameAmong(document, wanted, [...declared, ...Object.keys(document.$defs)])]
}

/** An operation, channel, item or event of the contract. @throws TesseraError `UNKNOWN_OPERATION` */
export function declaredName(document: ContractDocument, wanted: string): string {
  return nameAmong(document, wanted, declaredNames(document))
}

function declaredNames({ operations, channels, items, events }: ContractDocument): readonly string[] {
  return Object.keys({ ...operations, ...channels, ...items, ...events })
}

const MOST_NAMED = 20

function nameAmong({ id }: ContractDocument, wanted: string, all: readonly string[]): string {
  if (all.includes(wanted)) return wanted
  throw new TesseraError('UNKNOWN_OPERATION', `${id} has no "${wanted}"${suggestion(wanted, all)}`, {
    hint: `it has ${all.slice(0, MOST_NAMED).join(', ')}${all.length > MOST_NAMED ? ', …' : ''}`,
  })
}

/** The payloads of one name. */
export function memberOf(document: ContractDocument, name: string): Member {
  return httpMember(document, name) ?? otherMember(document, name) ?? { at: name, schema: document.$defs[name] ?? true }
}

export function isLeaf(member: Member): member is JsonSchemaLeaf {
  return typeof member['at'] === 'string'
}

function httpMember(document: ContractDocument, name: string): Member | undefined {
  const operation = own(document.operations, name)
  if (operation === undefined) return undefined
  const responses = Object.entries(operation.responses).map(([status, { headers, body, problem }]) => {
    const parts = slots(document, { headers, body })
    // A problem tells its status once more.
    const told = { properties: { status: { const: Number(status) } } }
    const problemBody = problem === true && parts['body'] ? withSchema(parts['body'], told) : undefined
    return [status, { ...parts, ...(problemBody === undefined ? {} : { body: problemBody }) }] as const
  })
  return { request: slots(document, operation.request), responses: Object.fromEntries(responses) }
}

function withSchema({ at, schema }: JsonSchemaLeaf, more: JsonSchema): JsonSchemaLeaf {
  return { at, schema: { allOf: [schema, more] } }
}

function otherMember(document: ContractDocument, name: string): Member | undefined {
  const channel = own(document.channels, name)
  if (channel !== undefined) {
    const { message, reply } = channel
    const told = { message: slots(document, { payload: message.payload, headers: message.headers }) }
    return reply === undefined
      ? told
      : { ...told, reply: slots(document, { payload: reply.payload, headers: reply.headers }) }
  }
  const item = own(document.items, name)
  if (item !== undefined) return slots(document, { payload: item.payload, reply: item.reply })
  const event = own(document.events, name)
  return event && slots(document, { data: event.data })
}

/** Names of a contract are data: `constructor` is one like any other. */
function own<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined
}

function slots(
  document: ContractDocument,
  parts: Readonly<Record<string, string | undefined>>,
): Record<string, JsonSchemaLeaf> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, at]) => {
      const slot = document.slots.find((candidate) => candidate.at === at)
      return slot === undefined ? [] : [[part, { at: slot.at, schema: slot.schema }]]
    }),
  )
}
