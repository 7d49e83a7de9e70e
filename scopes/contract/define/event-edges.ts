import { suggestion } from '@tessera/core.model'
import type { EventDetails, ThinEvent } from './document.ts'
import type { EventContract, EventInput } from './events.ts'
import type { Finder } from './finder.ts'
import { described, present } from './head.ts'
import type { HttpOperationInput } from './http.ts'
import { checkOptions } from './options-check.ts'
import { fieldNames, type Payload, toSchema } from './payload.ts'
import { escapePointer } from './shape.ts'
import { type Edges, payloadSlot } from './slots.ts'

const EVENT = [
  ...['type', 'data', 'orderBy', 'details', 'args', 'version'],
  ...['summary', 'description', 'deprecated', 'sunset'],
]

/** Events in authored order, each with the slot of its data. */
export function eventEdges(contract: EventContract, found: Finder): Edges {
  const { detailsOf, delivery, retry, expectedFetchShare } = contract
  const inputs = Object.entries(contract.events)
  for (const [name, input] of inputs) {
    const at = `/events/${escapePointer(name)}`
    checkOptions({ at, what: 'an event', given: input, options: EVENT }, found)
    checkDetails({ at, name, input, operations: operationsOf(contract) }, found)
  }
  const fields = {
    ...present({ detailsOf: detailsOf?.id, retry }),
    delivery,
    expectedFetchShare,
    events: Object.fromEntries(inputs.map(([name, input]) => [name, eventEdge(name, input, operationsOf(contract))])),
  }
  const slots = inputs.map(([name, { data }]) => payloadSlot(`${name}/data`, 'provider', data))
  return { fields, slots, exports: {} }
}

type Operations = Readonly<Record<string, HttpOperationInput>>

function operationsOf({ detailsOf }: EventContract): Operations | undefined {
  return detailsOf?.operations as Operations | undefined
}

function eventEdge(name: string, input: EventInput, operations: Operations = {}): ThinEvent {
  const { type, orderBy } = input
  return {
    ...present({ type }),
    ...described(input),
    ...present({ orderBy }),
    data: `${name}/data`,
    ...present({ details: detailsEdge(input, operations) }),
  }
}

function detailsEdge({ details, args = {}, version }: EventInput, operations: Operations): EventDetails | undefined {
  if (details === undefined) return undefined
  const query = Object.hasOwn(operations, details) ? fieldNames(operations[details]?.query) : []
  const fed = Object.entries(args).map(([name, property]) => [query.includes(name) ? `query/${name}` : name, property])
  return { operation: details, arguments: Object.fromEntries(fed), ...present({ version }) }
}

interface Asked {
  /** JSON pointer of the event. */
  readonly at: string
  readonly name: string
  readonly input: EventInput
  readonly operations: Operations | undefined
}

/** What the compiler finds too, for contracts that were not type-checked. */
function checkDetails({ at, name, input, operations }: Asked, found: Finder): void {
  const { details } = input
  if (details === undefined) return checkNoDetails({ at, name, input, operations }, found)
  const error = (place: string, message: string, hint: string): void =>
    found.error('INVALID_DETAILS', `${at}/${place}`, message, hint)
  if (operations === undefined) {
    return error('details', `${name} has details, but the contract has no "detailsOf"`, 'name the HTTP contract there')
  }
  const gets = Object.entries(operations).flatMap(([key, { method, webhook }]) =>
    method === 'GET' && webhook !== true ? [key] : [],
  )
  if (!gets.includes(details)) {
    const why = Object.hasOwn(operations, details) ? 'cannot be asked with GET' : 'is not there'
    const message = `${name} takes its details from "${details}", which ${why}${suggestion(details, gets)}`
    return error('details', message, `GET operations are ${gets.join(', ') || 'none'}`)
  }
  checkArguments(input.args ?? {}, operations[details] as HttpOperationInput, error)
}

function checkNoDetails({ at, name, input }: Asked, found: Finder): void {
  for (const option of ['args', 'version'] as const) {
    if (input[option] === undefined) continue
    const message = `${name} has "${option}" without details`
    found.error('INVALID_DETAILS', `${at}/${option}`, message, 'say which operation: details: …')
  }
}

function checkArguments(
  args: Readonly<Record<string, string>>,
  { params, query }: HttpOperationInput,
  error: (place: string, message: string, hint: string) => void,
): void {
  const known = [...fieldNames(params), ...fieldNames(query)]
  for (const parameter of Object.keys(args).filter((key) => !known.includes(key))) {
    const message = `"${parameter}" is no parameter of the operation${suggestion(parameter, known)}`
    error(`args/${escapePointer(parameter)}`, message, `parameters are ${known.join(', ') || 'none'}`)
  }
  const needed = [...fieldNames(params), ...requiredNames(query)]
  for (const parameter of needed.filter((key) => !Object.hasOwn(args, key))) {
    error('args', `the parameter "${parameter}" is fed by nothing`, `name the property: args: { ${parameter}: '…' }`)
  }
}

function requiredNames(query: Payload | undefined): string[] {
  if (query === undefined) return []
  const { shape } = toSchema(query) as { readonly shape?: Readonly<Record<string, { _zod: { optin?: unknown } }>> }
  return Object.entries(shape ?? {}).flatMap(([key, { _zod }]) => (_zod.optin === undefined ? [key] : []))
}
