import { suggestion } from '@tessera/core.model'
import type { Channel, ContractDocument, RetryPolicy } from './document.ts'
import type { Finder } from './finder.ts'
import { isHeaderName } from './http-checks.ts'
import { propertyNames, propertyOf, resolve, slotSchema } from './schema-facts.ts'
import { escapePointer } from './shape.ts'

/** What is wrong with channels, beyond what their shape says. */
export function checkChannels(document: ContractDocument, found: Finder): void {
  const channels = Object.entries(document.channels ?? {})
  if (channels.length === 0) {
    found.error('NO_CHANNELS', '/channels', 'the contract has no channel', 'declare at least one')
  }
  checkAddresses(document, found)
  for (const [name, channel] of channels) {
    const at = `/channels/${escapePointer(name)}`
    checkProperty({ document, at: `${at}/orderBy`, slot: channel.message.payload, property: channel.orderBy }, found)
    if (channel.reply === undefined) checkNoDeadline({ at, name, deadlineMs: channel.deadlineMs }, found)
    checkRetry(`${at}/retry`, channel.retry, found)
    for (const [part, edge] of Object.entries({ message: channel.message, reply: channel.reply })) {
      checkHeaders({ document, at: `${at}/${part}/headers`, slot: edge?.headers }, found)
    }
  }
}

/** What is wrong with the items of a connection, beyond what their shape says. */
export function checkItems(document: ContractDocument, found: Finder): void {
  const items = Object.entries(document.items ?? {})
  if (items.length === 0) found.error('NO_ITEMS', '/items', 'the contract has no item', 'declare at least one')
  for (const [name, { reply, deadlineMs }] of items) {
    if (reply === undefined) checkNoDeadline({ at: `/items/${escapePointer(name)}`, name, deadlineMs }, found)
  }
}

/** What is wrong with events, beyond what their shape says. */
export function checkEvents(document: ContractDocument, found: Finder): void {
  const events = Object.entries(document.events ?? {})
  if (events.length === 0) found.error('NO_EVENTS', '/events', 'the contract has no event', 'declare at least one')
  checkRetry('/retry', document.retry, found)
  const types = new Map<string, string>()
  for (const [name, { type = `${document.id}.${name}`, data, orderBy, details }] of events) {
    const at = `/events/${escapePointer(name)}`
    reportTwin({ seen: types, key: type, name, at: `${at}/type`, what: `the CloudEvents type ${type}` }, found)
    checkProperty({ document, at: `${at}/orderBy`, slot: data, property: orderBy }, found)
    checkProperty({ document, at: `${at}/version`, slot: data, property: details?.version }, found)
    for (const [parameter, property] of Object.entries(details?.arguments ?? {})) {
      const argument = escapePointer(parameter.replace(/^query\//, ''))
      checkProperty({ document, at: `${at}/args/${argument}`, slot: data, property }, found)
    }
  }
}

interface Twin {
  readonly seen: Map<string, string>
  readonly key: string
  readonly name: string
  readonly at: string
  readonly what: string
}

function reportTwin({ seen, key, name, at, what }: Twin, found: Finder): void {
  const other = seen.get(key)
  if (other !== undefined) {
    found.error('DUPLICATE_ADDRESS', at, `${name} and ${other} both have ${what}`, 'give one of them another')
  }
  seen.set(key, name)
}

/** Two channels at one address would take each other's messages. */
function checkAddresses({ id, channels = {} }: ContractDocument, found: Finder): void {
  const seen = new Map<string, string>()
  for (const [name, { address = `${id}/${name}` }] of Object.entries(channels) as [string, Channel][]) {
    const at = `/channels/${escapePointer(name)}/address`
    reportTwin({ seen, key: address, name, at, what: `the address ${address}` }, found)
  }
}

interface NamedProperty {
  readonly document: ContractDocument
  /** JSON pointer of the name. */
  readonly at: string
  /** `at` of the slot that has the property. */
  readonly slot: string
  readonly property: string | undefined
}

/** A property that is read from each payload has to be in each, as a text or number. */
function checkProperty({ document, at, slot, property }: NamedProperty, found: Finder): void {
  if (property === undefined) return
  const { $defs } = document
  const schema = slotSchema(document, slot) ?? true
  const there = propertyOf(schema, property, $defs)
  const error = (message: string, hint: string): void => found.error('INVALID_PROPERTY', at, message, hint)
  if (there === undefined) {
    const names = propertyNames(schema, $defs)
    const known = names.length === 0 ? 'the payload must be an object' : `properties are ${names.join(', ')}`
    return error(`"${property}" is no property of ${slot}${suggestion(property, names)}`, known)
  }
  if (!there.required) error(`"${property}" of ${slot} may be absent`, 'make it required')
  else if (!isScalar(resolve(there.schema, $defs))) {
    error(`"${property}" of ${slot} is neither text nor number`, 'name one that is')
  }
}

function isScalar(schema: ReturnType<typeof resolve>): boolean {
  if (typeof schema === 'boolean') return false
  const types = [schema['type'] ?? []].flat()
  if (types.length > 0) return types.every((type) => ['string', 'integer', 'number'].includes(type as string))
  const values = 'const' in schema ? [schema['const']] : schema['enum']
  return !Array.isArray(values) || values.every((value) => ['string', 'number'].includes(typeof value))
}

interface Waiting {
  readonly at: string
  readonly name: string
  readonly deadlineMs: number | undefined
}

function checkNoDeadline({ at, name, deadlineMs }: Waiting, found: Finder): void {
  if (deadlineMs === undefined) return
  const message = `${name} has a deadline, but nobody waits: it has no reply`
  found.error('INVALID_DEADLINE', `${at}/deadlineMs`, message, 'declare a reply, or leave the deadline out')
}

function checkRetry(at: string, retry: RetryPolicy | undefined, found: Finder): void {
  if (retry?.maxDelayMs === undefined || retry.maxDelayMs >= retry.delayMs) return
  const message = `the longest delay (${retry.maxDelayMs} ms) is shorter than the first (${retry.delayMs} ms)`
  found.error('INVALID_RETRY', `${at}/maxDelayMs`, message, 'give maxDelayMs at least delayMs')
}

function checkHeaders(
  { document, at, slot }: { document: ContractDocument; at: string; slot: string | undefined },
  found: Finder,
): void {
  const schema = slotSchema(document, slot)
  if (schema === undefined) return
  for (const name of propertyNames(schema, document.$defs).filter((header) => !isHeaderName(header))) {
    const hint = `write "${name.toLowerCase().replaceAll(/\s|_/g, '-')}"`
    found.error('INVALID_HEADER', `${at}/${escapePointer(name)}`, `"${name}" is no header name here`, hint)
  }
}
