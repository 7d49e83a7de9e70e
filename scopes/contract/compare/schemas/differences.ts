import type { JsonSchema } from '@tessera/contract.define/document'
import type { Comparison, Side } from './comparison.ts'
import type { Place } from './document.ts'
import type { Node } from './node.ts'
import { referencesOf } from './read-schema.ts'
import { keywordsOf, type Difference, type Pair, pointerTo, type Walk } from './walk.ts'
import { walkArrays } from './walk-arrays.ts'
import { walkBranches } from './walk-branches.ts'
import { walkObjects } from './walk-objects.ts'
import { walkScalars } from './walk-scalars.ts'

/** A difference with where it is; a shared schema counts once, whatever refers to it. */
export interface Located extends Omit<Difference, 'path' | 'says'> {
  readonly pointer: string
  readonly oldPointer: string
  /** What the new schema says of the whole value, once for each way to the place. */
  readonly says: readonly Node[]
}

/** Ways to one shared schema that are followed; more of them would explain nothing new. */
const MOST_WAYS = 4

export interface Differences {
  readonly found: readonly Located[]
  /** Whether the time was over before all places were looked at. */
  readonly late: boolean
}

/** All places where two schemas say something else, the deepest that can be named. */
export function differencesOf({ old, now, nodes, deadline }: Comparison): Differences {
  const found = new Map<string, Located>()
  const visits = new Map<string, number>()
  const ids = new Map<JsonSchema, number>()
  const idOf = (schema: JsonSchema): number => {
    const id = ids.get(schema) ?? ids.size
    ids.set(schema, id)
    return id
  }
  const open = new Set<string>()
  let late = false
  const walk: Walk = {
    ...{ nodes, old, now },
    report: (pair, { path, says, ...difference }) => {
      const pointer = pointerTo(pair.pointer, path)
      const oldPointer = pointerTo(pair.oldPointer, path)
      const key = [difference.rule, pointer, oldPointer, difference.message].join('\n')
      const before = found.get(key)?.says ?? []
      found.set(key, { ...difference, pointer, oldPointer, says: [...before, pair.lift(says)] })
    },
    into: (pair, { path, oldPath = path, lift, ...inner }) =>
      visit({
        old: placeIn(old, pair.old, inner.old),
        now: placeIn(now, pair.now, inner.now),
        oldPointer: pointerTo(pair.oldPointer, oldPath),
        pointer: pointerTo(pair.pointer, path),
        lift: (node) => pair.lift(lift(node)),
      }),
  }
  const visit = (pair: Pair): void => {
    late ||= performance.now() > deadline
    if (late || old.reader.read(pair.old) === now.reader.read(pair.now)) return
    const key = `${idOf(pair.old.schema)} ${idOf(pair.now.schema)}`
    const count = visits.get(key) ?? 0
    if (open.has(key) || count >= MOST_WAYS) return
    visits.set(key, count + 1)
    open.add(key)
    visitPair(walk, pair, visit)
    open.delete(key)
  }
  const [oldRoot, nowRoot] = [old.reader.document.root, now.reader.document.root]
  visit({ old: oldRoot, now: nowRoot, oldPointer: '', pointer: '', lift: (node) => node })
  return { found: [...found.values()], late }
}

function placeIn({ reader }: Side, outer: Place, schema: Place['schema']): Place {
  return { schema, resource: reader.document.enter(schema, outer.resource) }
}

function visitPair(walk: Walk, pair: Pair, visit: (pair: Pair) => void): void {
  const followed = followReferences(walk, pair)
  if (followed !== undefined) {
    visit(followed)
    return
  }
  if (pair.old.schema === false || pair.now.schema === false) {
    const refused = pair.now.schema === false
    const message = refused ? 'nothing is taken here any more' : 'values are taken where nothing was'
    const says = walk.now.reader.read(pair.now)
    walk.report(pair, { rule: refused ? 'nothing-allowed' : 'something-allowed', path: [], message, says })
    return
  }
  walkScalars(walk, pair)
  walkObjects(walk, pair)
  walkArrays(walk, pair)
  walkBranches(walk, pair)
  walkReferences(walk, pair)
}

/** The pair behind schemas that only refer to others; undefined where none does. */
function followReferences({ old, now }: Walk, pair: Pair): Pair | undefined {
  const before = target(old, pair.old, pair.oldPointer)
  const after = target(now, pair.now, pair.pointer)
  if (before === undefined && after === undefined) return undefined
  return {
    lift: pair.lift,
    ...{ old: before?.place ?? pair.old, oldPointer: before?.pointer ?? pair.oldPointer },
    ...{ now: after?.place ?? pair.now, pointer: after?.pointer ?? pair.pointer },
  }
}

/** Keywords that say nothing of a value. */
const SILENT = new Set([
  '$ref',
  '$defs',
  'definitions',
  '$id',
  '$anchor',
  '$comment',
  'title',
  'description',
  'default',
])

function target(side: Side, place: Place, pointer: string): { place: Place; pointer: string } | undefined {
  const { schema, resource } = place
  const keywords = Object.keys(keywordsOf(schema))
  if (typeof schema === 'boolean' || !keywords.includes('$ref')) return undefined
  if (!keywords.every((keyword) => SILENT.has(keyword) || keyword.startsWith('x-'))) return undefined
  const ref = String(schema['$ref'])
  const found = side.reader.document.resolve(ref, resource)
  const local = (ref === '#' || ref.startsWith('#/')) && resource === side.reader.document.root.resource
  return found && { place: found, pointer: local ? ref.slice(1) : pointerTo(pointer, ['$ref']) }
}

/** References beside other keywords: what they lead to is compared as one of `allOf` would be. */
function walkReferences(walk: Walk, pair: Pair): void {
  const [before, after] = [referenceOf(walk.old, pair.old), referenceOf(walk.now, pair.now)]
  if (before === undefined && after === undefined) return
  const says = after === undefined ? walk.nodes.anything : walk.now.reader.read(after)
  const known = before === undefined ? walk.nodes.anything : walk.old.reader.read(before)
  if (known === says) return
  const message = 'what a reference adds changed'
  walk.report(pair, { rule: 'reference-changed', path: ['$ref'], message, says })
}

function referenceOf({ reader }: Side, { schema, resource }: Place): Place | undefined {
  if (typeof schema === 'boolean') return undefined
  return referencesOf({ schema, resource }, reader.document)[0]?.target
}
