import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { propertyNodes } from './evaluate.ts'
import { isSchema } from './keywords.ts'
import type { Node } from './node.ts'
import { mapOf } from './read-object.ts'
import { bothOf, type Pair, sayingOf, type Walk } from './walk.ts'

/** Differences in what is said of objects. */
export function walkObjects(walk: Walk, pair: Pair): void {
  const properties = { old: schemasOf(pair, 'old', 'properties'), now: schemasOf(pair, 'now', 'properties') }
  walkProperties(walk, pair, properties)
  walkRequired(walk, pair, properties)
  walkPatterns(walk, pair)
  walkAdditional(walk, pair)
  walkNames(walk, pair)
  for (const keyword of ['dependentRequired', 'dependentSchemas', 'dependencies']) walkDependencies(walk, pair, keyword)
}

type SchemaMap = ReadonlyMap<string, JsonSchema>
interface BothMaps {
  readonly old: SchemaMap
  readonly now: SchemaMap
}

function schemasOf(pair: Pair, side: 'old' | 'now', keyword: string): SchemaMap {
  return new Map(
    mapOf(bothOf(pair)[side], keyword).flatMap(([name, value]) => (isSchema(value) ? [[name, value] as const] : [])),
  )
}

function requiredOf(schema: JsonSchemaObject): ReadonlySet<unknown> {
  return new Set(Array.isArray(schema['required']) ? schema['required'] : [])
}

function walkProperties(walk: Walk, pair: Pair, { old, now }: BothMaps): void {
  for (const [name, schema] of now) {
    const before = old.get(name)
    const path = ['properties', name]
    if (before === undefined) reportAdded(walk, pair, name)
    else walk.into(pair, { path, old: before, now: schema, lift: (node) => propertyNode(walk, name, node) })
  }
  for (const name of old.keys()) if (!now.has(name)) reportRemoved(walk, pair, name)
}

function propertyNode({ nodes }: Walk, name: string, node: Node): Node {
  const rest = nodes.anything
  return nodes.of({ kind: 'properties', names: new Map([[name, node]]), patterns: [], rest, closing: 'silent' })
}

function reportAdded(walk: Walk, pair: Pair, name: string): void {
  const required = requiredOf(bothOf(pair).now).has(name)
  const needed = required ? [walk.nodes.of({ kind: 'required', name })] : []
  walk.report(pair, {
    rule: required ? 'property-added-required' : 'property-added-optional',
    path: ['properties', name],
    message: `${required ? 'required' : 'optional'} property "${name}" was added`,
    says: walk.nodes.all([saidOf(walk, pair, name), ...needed]),
  })
}

function reportRemoved(walk: Walk, pair: Pair, name: string): void {
  const closed = bothOf(pair).now['additionalProperties'] === false
  walk.report(pair, {
    rule: closed ? 'property-removed-from-closed' : 'property-removed',
    path: ['properties', name],
    message: `property "${name}" was removed${closed ? ', and no others are allowed' : ''}`,
    says: saidOf(walk, pair, name),
  })
}

/** What the new schema says of one property, whether by its name or otherwise. */
function saidOf(walk: Walk, pair: Pair, name: string): Node {
  const { parts } = sayingOf(walk, pair, ['properties', 'patternProperties', 'additionalProperties'])
  const said = parts.flatMap((part) => (part.kind === 'properties' ? propertyNodes(part, name) : []))
  return propertyNode(walk, name, walk.nodes.all(said))
}

/** Properties that came or went say so themselves. */
function walkRequired(walk: Walk, pair: Pair, properties: BothMaps): void {
  const { old, now } = bothOf(pair)
  const [before, after] = [requiredOf(old), requiredOf(now)]
  for (const name of after) {
    if (before.has(name) || typeof name !== 'string' || isOnlyIn(name, properties.now, properties.old)) continue
    const says = walk.nodes.of({ kind: 'required', name })
    walk.report(pair, { rule: 'required-added', path: ['required'], message: `"${name}" became required`, says })
  }
  for (const name of before) {
    if (after.has(name) || typeof name !== 'string' || isOnlyIn(name, properties.old, properties.now)) continue
    const message = `"${name}" is no longer required`
    walk.report(pair, { rule: 'required-removed', path: ['required'], message, says: walk.nodes.anything })
  }
}

function isOnlyIn(name: string, one: SchemaMap, other: SchemaMap): boolean {
  return one.has(name) && !other.has(name)
}

function walkPatterns(walk: Walk, pair: Pair): void {
  const [old, now] = [schemasOf(pair, 'old', 'patternProperties'), schemasOf(pair, 'now', 'patternProperties')]
  for (const pattern of new Set([...now.keys(), ...old.keys()])) {
    const [before, after] = [old.get(pattern), now.get(pattern)]
    const path = ['patternProperties', pattern]
    const lift = (node: Node): Node => patternNode(walk, pattern, node)
    if (before !== undefined && after !== undefined) {
      walk.into(pair, { path, old: before, now: after, lift })
      continue
    }
    const added = before === undefined
    walk.report(pair, {
      rule: added ? 'pattern-property-added' : 'pattern-property-removed',
      path,
      message: `properties like ${pattern} are ${added ? '' : 'no longer '}described`,
      says: sayingOf(walk, pair, ['properties', 'patternProperties', 'additionalProperties']),
    })
  }
}

function patternNode({ nodes }: Walk, pattern: string, node: Node): Node {
  const patterns = [[pattern, node] as const]
  return nodes.of({ kind: 'properties', names: new Map(), patterns, rest: nodes.anything, closing: 'silent' })
}

function walkAdditional(walk: Walk, pair: Pair): void {
  const [before, after] = [additionalOf(pair, 'old'), additionalOf(pair, 'now')]
  const path = ['additionalProperties']
  const lift = (node: Node): Node => othersNode(walk, pair, node)
  if (typeof before === 'object' && typeof after === 'object') {
    walk.into(pair, { path, old: before, now: after, lift })
    return
  }
  if (before === after || (before !== false && after !== false && isTrue(before) && isTrue(after))) return
  const rule = after === false ? 'closed' : before === false ? 'opened' : 'changed'
  walk.report(pair, {
    rule: `additional-properties-${rule}`,
    path,
    message: `undeclared properties ${ADDITIONAL[rule]}`,
    says: lift(walk.now.reader.inside(after, pair.now)),
  })
}

const ADDITIONAL = { closed: 'are refused now', opened: 'are taken now', changed: 'have to be otherwise now' }

function additionalOf(pair: Pair, side: 'old' | 'now'): JsonSchema {
  const value = bothOf(pair)[side]['additionalProperties']
  return isSchema(value) ? value : true
}

function isTrue(schema: JsonSchema): boolean {
  return schema === true || Object.keys(schema).length === 0
}

/** What is said of properties that the new schema does not name. */
function othersNode({ nodes }: Walk, pair: Pair, rest: Node): Node {
  const names = new Map([...schemasOf(pair, 'now', 'properties').keys()].map((name) => [name, nodes.anything]))
  const patterns = [...schemasOf(pair, 'now', 'patternProperties').keys()].map(
    (source) => [source, nodes.anything] as const,
  )
  return nodes.of({ kind: 'properties', names, patterns, rest, closing: 'silent' })
}

function walkNames(walk: Walk, pair: Pair): void {
  const { old, now } = bothOf(pair)
  const [before, after] = [old['propertyNames'] ?? true, now['propertyNames'] ?? true]
  if (!isSchema(before) || !isSchema(after)) return
  const path = ['propertyNames']
  walk.into(pair, { path, old: before, now: after, lift: (node) => walk.nodes.of({ kind: 'names', node }) })
}

function walkDependencies(walk: Walk, pair: Pair, keyword: string): void {
  const { old, now } = bothOf(pair)
  const [before, after] = [new Map(mapOf(old, keyword)), new Map(mapOf(now, keyword))]
  for (const name of new Set([...after.keys(), ...before.keys()])) {
    const read = (side: 'old' | 'now', value: unknown): Node =>
      walk[side].reader.inside(value === undefined ? true : { [keyword]: { [name]: value } }, pair[side])
    const says = read('now', after.get(name))
    if (read('old', before.get(name)) === says) continue
    const message = `what "${name}" asks of the other properties changed`
    walk.report(pair, { rule: 'dependency-changed', path: [keyword, name], message, says })
  }
}
