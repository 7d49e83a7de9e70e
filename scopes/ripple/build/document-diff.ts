import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { canonicalJson, isRecord } from '@tessera/core.model'

/** One difference between two versions of a contract, as far as it helps to explain an error. */
export interface DocumentChange {
  /** `createOrder response 201`; the operation or the named schema alone where there is no more to say. */
  readonly where: string
  /** What an error must mention to be explained by this: the field, its old and its new name, the operation. */
  readonly names: readonly string[]
  /** What else an error about it may mention: the fields around it, the operation. */
  readonly context: readonly string[]
  /** `renamed 'total' to 'amount'` */
  readonly what: string
  /** Key of the contract that the changed schema was taken from. */
  readonly origin?: string
}

/**
 * What differs between two documents of one contract, by operation and field, as far as a compiler can see it: bounds,
 * formats and descriptions make no difference to types.
 */
export function diffDocuments(before: ContractDocument, after: ContractDocument): readonly DocumentChange[] {
  const edges = diffEdges(before, after)
  const now = new Map(after.slots.map((slot) => [slot.at, slot.schema]))
  const slots = before.slots.flatMap((slot): readonly DocumentChange[] => {
    const schema = now.get(slot.at)
    if (schema === undefined) return []
    const changes = diffSchemas({ schema: slot.schema, document: before }, { schema, document: after }, new Set())
    return changes.map((change) => inSlot(slot.at, change))
  })
  return [...edges, ...slots, ...diffExports(before, after)]
}

function diffExports(before: ContractDocument, after: ContractDocument): readonly DocumentChange[] {
  const [old, now] = [before.exports, after.exports]
  const gone = old.filter((name) => !now.includes(name))
  const kept = old.filter((name) => now.includes(name)).map((name) => ({ name, schema: { $ref: `#/$defs/${name}` } }))
  return [
    ...gone.map((name) => ({ where: name, names: [name], context: [], what: 'was removed' })),
    ...kept.flatMap(({ name, schema }) =>
      diffSchemas({ schema, document: before }, { schema, document: after }, new Set()).map((change) =>
        inside(name, [name], change),
      ),
    ),
  ]
}

function diffEdges(before: ContractDocument, after: ContractDocument): readonly DocumentChange[] {
  const [old, now] = [edgesOf(before), edgesOf(after)]
  const gone = old.filter((name) => !now.includes(name))
  const added = now.filter((name) => !old.includes(name))
  return [
    ...gone.map((name) => ({ where: name, names: [name], context: [], what: 'was removed' })),
    ...added.map((name) => ({ where: name, names: [name], context: [], what: 'was added' })),
  ]
}

/** Names of operations, channels, items and events. */
function edgesOf({ operations, channels, items, events }: ContractDocument): readonly string[] {
  return Object.keys({ ...operations, ...channels, ...items, ...events })
}

function inSlot(at: string, change: FieldChange): DocumentChange {
  const words = at.replace(/\/body$/, '').split('/')
  return inside(words.join(' '), [words[0] as string], change)
}

function inside(where: string, context: readonly string[], change: FieldChange): DocumentChange {
  return { ...change, where, context: [...change.context, ...context] }
}

type FieldChange = Omit<DocumentChange, 'where'>

interface Side {
  readonly schema: JsonSchema
  readonly document: ContractDocument
}

function diffSchemas(before: Side, after: Side, visited: Set<string>): readonly FieldChange[] {
  const [a, b] = [resolve(before), resolve(after)]
  const id = canonicalJson([a, b])
  if (visited.has(id)) return []
  visited.add(id)
  if (!isRecord(a) || !isRecord(b)) return []
  const [old, now] = [propertiesOf(a), propertiesOf(b)]
  const fields = Object.keys(old).flatMap((name) =>
    name in now ? diffField(name, { before, after, old: old[name], now: now[name] }, visited) : [],
  )
  const items =
    a['items'] !== undefined && b['items'] !== undefined
      ? diffSchemas(
          { ...before, schema: a['items'] as JsonSchema },
          { ...after, schema: b['items'] as JsonSchema },
          visited,
        )
      : []
  const found = [...diffNames(old, now), ...diffRequired(a, b), ...fields, ...items]
  const origin = typeof a['x-origin'] === 'string' ? a['x-origin'].split('#', 1)[0] : undefined
  return origin === undefined ? found : found.map((change) => ({ origin, ...change }))
}

interface Field {
  readonly before: Side
  readonly after: Side
  readonly old: JsonSchema | undefined
  readonly now: JsonSchema | undefined
}

function diffField(name: string, field: Field, visited: Set<string>): readonly FieldChange[] {
  const before = { ...field.before, schema: field.old as JsonSchema }
  const after = { ...field.after, schema: field.now as JsonSchema }
  const deeper = diffSchemas(before, after, visited)
  if (deeper.length > 0) return deeper.map((change) => ({ ...change, context: [...change.context, name] }))
  const [a, b] = [resolve(before), resolve(after)]
  if (kindOf(a) !== kindOf(b)) return [fieldChange([name], `changed '${name}' from ${kindOf(a)} to ${kindOf(b)}`)]
  return canonicalJson(typed(a)) === canonicalJson(typed(b)) ? [] : [fieldChange([name], `changed '${name}'`)]
}

/** A name that went and a name that came with an equal schema were one field. */
function diffNames(
  old: Readonly<Record<string, JsonSchema>>,
  now: Readonly<Record<string, JsonSchema>>,
): readonly FieldChange[] {
  const added = new Set(Object.keys(now).filter((name) => !(name in old)))
  const changes: FieldChange[] = []
  for (const name of Object.keys(old)) {
    if (name in now) continue
    const to = [...added].find((other) => canonicalJson(old[name]) === canonicalJson(now[other]))
    if (to === undefined) changes.push(fieldChange([name], `removed '${name}'`))
    else {
      changes.push(fieldChange([name, to], `renamed '${name}' to '${to}'`))
      added.delete(to)
    }
  }
  return [...changes, ...[...added].map((name) => fieldChange([name], `added '${name}'`))]
}

function diffRequired(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): readonly FieldChange[] {
  const [old, now] = [listOf(a['required']), listOf(b['required'])]
  const [before, after] = [propertiesOf(a), propertiesOf(b)]
  const both = (name: string): boolean => name in before && name in after
  return [
    ...now
      .filter((name) => both(name) && !old.includes(name))
      .map((name) => fieldChange([name], `made '${name}' required`)),
    ...old
      .filter((name) => both(name) && !now.includes(name))
      .map((name) => fieldChange([name], `made '${name}' optional`)),
  ]
}

function resolve({ schema, document }: Side): JsonSchema {
  if (!isRecord(schema) || typeof schema['$ref'] !== 'string') return schema
  const name = /^#\/\$defs\/(.+)$/.exec(schema['$ref'])?.[1]
  return (name === undefined ? undefined : document.$defs[name]) ?? schema
}

function propertiesOf(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, JsonSchema>> {
  return isRecord(schema['properties']) ? (schema['properties'] as Record<string, JsonSchema>) : {}
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function kindOf(schema: JsonSchema): string {
  if (!isRecord(schema)) return String(schema)
  if ('const' in schema) return JSON.stringify(schema['const'])
  return typeof schema['type'] === 'string' ? schema['type'] : 'something else'
}

function fieldChange(names: readonly string[], what: string): FieldChange {
  return { names, context: [], what }
}

/** Says nothing about types: descriptions, and bounds that only validators look at. */
const UNTYPED = new Set([
  ...['title', 'description', 'examples', 'deprecated', '$comment', 'format', 'pattern', 'multipleOf'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'x-origin'],
])

/** What of a schema decides its type. That there is a default does, which one does not. */
function typed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(typed)
  if (!isRecord(schema)) return schema
  const kept = Object.entries(schema).filter(([keyword]) => !UNTYPED.has(keyword))
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keyword === 'default' ? true : typed(value)]))
}
