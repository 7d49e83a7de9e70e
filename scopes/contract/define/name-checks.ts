import type { ContractDocument, MessageEdge } from './document.ts'
import type { Finder } from './finder.ts'
import { escapePointer } from './shape.ts'

/** A letter first: generated code makes methods and types of these names. Other scripts are welcome. */
const NAME = /^\p{L}[\p{L}\p{M}\p{Nd}_]*$/u
const SCHEMA_NAME = /^(?!__proto__$)[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u

/** Whether a schema may have this name: it becomes that of a type. */
export function isSchemaName(name: string): boolean {
  return SCHEMA_NAME.test(name)
}

interface Named {
  readonly name: string
  /** JSON pointer. */
  readonly at: string
}

/** Names that can name nothing, and names that generated code could not tell apart. */
export function checkNames(document: ContractDocument, found: Finder): void {
  const edges = edgeNames(document)
  const messages = messageNames(document)
  for (const { name, at } of [...edges, ...messages]) {
    if (NAME.test(name)) continue
    const code = document.pattern === 'http' ? 'INVALID_OPERATION_NAME' : 'INVALID_NAME'
    const hint = 'use a name like createOrder: letters, digits and _, a letter first'
    found.error(code, at, `"${name}" cannot name anything in generated code`, hint)
  }
  reportCollisions([...edges, ...aliasNames(document)], found)
  reportCollisions(messages, found)
  reportCollisions(namesIn(document.$defs, '/$defs'), found)
}

function edgeNames(document: ContractDocument): readonly Named[] {
  return [
    ...namesIn(document.operations, '/operations'),
    ...namesIn(document.channels, '/channels'),
    ...namesIn(document.items, '/items'),
    ...namesIn(document.events, '/events'),
  ]
}

function namesIn(record: object | undefined, at: string): readonly Named[] {
  return Object.keys(record ?? {}).map((name) => ({ name, at: `${at}/${escapePointer(name)}` }))
}

function aliasNames({ operations = {} }: ContractDocument): readonly Named[] {
  return Object.entries(operations).flatMap(([name, { aliases = [] }]) =>
    aliases.map((alias, index) => ({ name: alias, at: `/operations/${escapePointer(name)}/aliases/${index}` })),
  )
}

/** Each message once, although several channels may carry it. */
function messageNames({ channels = {} }: ContractDocument): readonly Named[] {
  const edges = Object.values(channels).flatMap(({ message, reply }): readonly (MessageEdge | undefined)[] => [
    message,
    reply,
  ])
  const names = new Set(edges.flatMap((edge) => (edge === undefined ? [] : [edge.name])))
  return [...names].map((name) => ({ name, at: `/messages/${escapePointer(name)}` }))
}

/** `get_order` and `getOrder` would be one method, `order_item` and `OrderItem` one type. */
function reportCollisions(names: readonly Named[], found: Finder): void {
  const seen = new Map<string, Named>()
  for (const named of names) {
    const key = folded(named.name)
    const other = seen.get(key)
    if (other !== undefined) {
      const same = other.name === named.name ? 'is there already' : `is the same as "${other.name}" in generated code`
      const message = `"${named.name}" ${same}, at ${other.at}`
      found.error('COLLIDING_NAMES', named.at, message, 'rename one of them')
    } else seen.set(key, named)
  }
}

/** Words joined, each with a capital: what is left of a name in generated code. */
function folded(name: string): string {
  const words = name.normalize('NFKC').split(/[^\p{L}\p{M}\p{Nd}]+/u)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
