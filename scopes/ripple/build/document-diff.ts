import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { canonicalJson, isRecord } from '@tessera/core.model'

/** One difference between two versions of a contract, as far as it helps to explain an error. */
export interface DocumentChange {
  /** `createOrder response 201`; the operation alone where it came or went. */
  readonly where: string
  /** Names that an error may mention: of the operation, of the fields. */
  readonly mentions: readonly string[]
  /** `renamed 'total' to 'amount'` */
  readonly what: string
}

/** What differs between two documents of one contract, by operation and field. */
export function diffDocuments(before: ContractDocument, after: ContractDocument): readonly DocumentChange[] {
  const operations = diffOperations(before, after)
  const now = new Map(after.slots.map((slot) => [slot.at, slot.schema]))
  const slots = before.slots.flatMap((slot): readonly DocumentChange[] => {
    const schema = now.get(slot.at)
    if (schema === undefined) return []
    const changes = diffSchemas({ schema: slot.schema, document: before }, { schema, document: after }, new Set())
    return changes.map((change) => inSlot(slot.at, change))
  })
  return [...operations, ...slots]
}

function diffOperations(before: ContractDocument, after: ContractDocument): readonly DocumentChange[] {
  const [old, now] = [before.operations ?? {}, after.operations ?? {}]
  const gone = Object.keys(old).filter((name) => !(name in now))
  const added = Object.keys(now).filter((name) => !(name in old))
  return [
    ...gone.map((name) => ({ where: name, mentions: [name], what: 'was removed' })),
    ...added.map((name) => ({ where: name, mentions: [name], what: 'was added' })),
  ]
}

function inSlot(at: string, change: FieldChange): DocumentChange {
  const words = at.replace(/\/body$/, '').split('/')
  return { where: words.join(' '), mentions: [...change.fields, words[0] as string], what: change.what }
}

interface FieldChange {
  readonly fields: readonly string[]
  readonly what: string
}

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
  const inside = Object.keys(old).flatMap((name) =>
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
  return [...diffNames(old, now), ...diffRequired(a, b), ...inside, ...items]
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
  if (deeper.length > 0) return deeper.map((change) => ({ ...change, fields: [...change.fields, name] }))
  const [a, b] = [resolve(before), resolve(after)]
  if (kindOf(a) !== kindOf(b)) return [{ fields: [name], what: `changed '${name}' from ${kindOf(a)} to ${kindOf(b)}` }]
  return canonicalJson(withoutWords(a)) === canonicalJson(withoutWords(b))
    ? []
    : [{ fields: [name], what: `changed '${name}'` }]
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
    if (to === undefined) changes.push({ fields: [name], what: `removed '${name}'` })
    else {
      changes.push({ fields: [name, to], what: `renamed '${name}' to '${to}'` })
      added.delete(to)
    }
  }
  return [...changes, ...[...added].map((name) => ({ fields: [name], what: `added '${name}'` }))]
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
      .map((name) => ({ fields: [name], what: `made '${name}' required` })),
    ...old
      .filter((name) => both(name) && !now.includes(name))
      .map((name) => ({ fields: [name], what: `made '${name}' optional` })),
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

function withoutWords(schema: JsonSchema): JsonSchema {
  if (!isRecord(schema)) return schema
  const { description: _description, examples: _examples, title: _title, ...rest } = schema
  return rest
}
