import type { JsonSchema } from '@tessera/contract.define/document'
import { isSchema } from './keywords.ts'
import type { Node } from './node.ts'
import { listOf } from './read-schema.ts'
import { bothOf, type Pair, sayingOf, type Walk } from './walk.ts'

/** Differences in how schemas are put together. */
export function walkBranches(walk: Walk, pair: Pair): void {
  walkAll(walk, pair)
  walkUnion(walk, pair, 'anyOf')
  walkUnion(walk, pair, 'oneOf')
  walkCondition(walk, pair)
  reportWhole(walk, pair, { rule: 'not-changed', keywords: ['not'], message: 'what must not be changed' })
  for (const keyword of ['unevaluatedProperties', 'unevaluatedItems'] as const) walkUnevaluated(walk, pair, keyword)
}

function walkAll(walk: Walk, pair: Pair): void {
  const { old, now } = bothOf(pair)
  const [before, after] = [listOf(old, 'allOf'), listOf(now, 'allOf')]
  if (before.length !== after.length) {
    reportWhole(walk, pair, {
      rule: 'all-of-changed',
      keywords: ['allOf'],
      message: 'what has to hold together changed',
    })
    return
  }
  for (const [index, schema] of after.entries()) {
    const path = ['allOf', String(index)]
    walk.into(pair, { path, old: before[index] ?? true, now: schema, lift: (node) => node })
  }
}

interface Whole {
  readonly rule: 'all-of-changed' | 'not-changed' | 'condition-changed'
  readonly keywords: readonly string[]
  readonly message: string
}

/** Reports keywords whose schemas are only of use together. */
function reportWhole(walk: Walk, pair: Pair, { rule, keywords, message }: Whole): void {
  const { old, now } = bothOf(pair)
  const path = keywords.filter((keyword) => keyword in old || keyword in now).slice(0, 1)
  if (path.length === 0) return
  const says = sayingOf(walk, pair, keywords)
  const before = Object.fromEntries(
    keywords.filter((keyword) => keyword in old).map((keyword) => [keyword, old[keyword]]),
  )
  if (walk.old.reader.inside(before, pair.old) === says) return
  walk.report(pair, { rule, path, message, says })
}

type UnionKeyword = 'anyOf' | 'oneOf'
const NAMES = { anyOf: 'any-of', oneOf: 'one-of' } as const

function walkUnion(walk: Walk, pair: Pair, keyword: UnionKeyword): void {
  const [before, after] = [
    branchesOf(walk, pair, { side: 'old', keyword }),
    branchesOf(walk, pair, { side: 'now', keyword }),
  ]
  if (before.length + after.length === 0) return
  const name = NAMES[keyword]
  const union = sayingOf(walk, pair, [keyword])
  if (before.length > 0 && after.length > 0) walkMatched(walk, pair, { keyword, before, after, union })
  const overall = before.length > 0 && after.length > 0 ? { overall: true as const } : {}
  const message = 'the alternatives changed'
  const same = before.length === after.length && before.every(({ node }, index) => node === after[index]?.node)
  if (!same) walk.report(pair, { rule: `${name}-changed`, path: [keyword], message, says: union, ...overall })
}

interface Branch {
  readonly index: number
  readonly schema: JsonSchema
  readonly node: Node
}

function branchesOf(
  walk: Walk,
  pair: Pair,
  { side, keyword }: { readonly side: 'old' | 'now'; readonly keyword: UnionKeyword },
): readonly Branch[] {
  return listOf(bothOf(pair)[side], keyword).map((schema, index) => {
    return { index, schema, node: walk[side].reader.inside(schema, pair[side]) }
  })
}

interface Union {
  readonly keyword: UnionKeyword
  readonly before: readonly Branch[]
  readonly after: readonly Branch[]
  readonly union: Node
}

function walkMatched(walk: Walk, pair: Pair, { keyword, before, after, union }: Union): void {
  const { nodes } = walk
  const { matched, gone, come } = match(before, after)
  for (const { old, now } of matched) {
    const others = after.filter((branch) => branch !== now).map(({ node }) => node)
    const elsewhere = [...others, nodes.not(old.node)]
    walk.into(pair, {
      path: [keyword, String(now.index)],
      oldPath: [keyword, String(old.index)],
      old: old.schema,
      now: now.schema,
      lift: (node) => nodes.of({ kind: 'any', nodes: [node, ...elsewhere] }),
    })
  }
  for (const { index, node } of gone) {
    const says = nodes.of({ kind: 'any', nodes: [union, nodes.not(node)] })
    const message = `alternative ${index} was removed`
    walk.report(pair, { rule: `${NAMES[keyword]}-branch-removed`, path: [keyword, String(index)], message, says })
  }
  for (const { index, node } of come) {
    const says = keyword === 'oneOf' ? nodes.of({ kind: 'any', nodes: [union, nodes.not(node)] }) : nodes.anything
    const message = `alternative ${index} was added`
    walk.report(pair, { rule: `${NAMES[keyword]}-branch-added`, path: [keyword, String(index)], message, says })
  }
}

interface Matched {
  readonly matched: readonly { readonly old: Branch; readonly now: Branch }[]
  readonly gone: readonly Branch[]
  readonly come: readonly Branch[]
}

/** Equal branches first, then those with the same mark, then in their order. */
function match(before: readonly Branch[], after: readonly Branch[]): Matched {
  const matched: { old: Branch; now: Branch }[] = []
  let [gone, come] = [before, after]
  for (const isSame of [sameNode, sameMark, sameRest]) {
    for (const old of gone) {
      const now = come.find((branch) => isSame(old, branch, { gone, come }))
      if (now === undefined) continue
      matched.push({ old, now })
      gone = gone.filter((branch) => branch !== old)
      come = come.filter((branch) => branch !== now)
    }
  }
  return { matched, gone, come }
}

function sameNode(old: Branch, now: Branch): boolean {
  return old.node === now.node
}

/** What tells a branch from the others: a reference, a title, constants of its properties, or its type. */
function sameMark(old: Branch, now: Branch): boolean {
  const mark = markOf(old.schema)
  return mark !== undefined && mark === markOf(now.schema)
}

function markOf(schema: JsonSchema): string | undefined {
  if (typeof schema === 'boolean') return undefined
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>)
  const tags = properties.flatMap(([name, inner]) =>
    typeof inner === 'object' && 'const' in inner ? [[name, inner['const']]] : [],
  )
  const type = schema['type'] === 'object' ? undefined : schema['type']
  const mark = schema['$ref'] ?? schema['title'] ?? (tags.length > 0 ? tags : type)
  return mark === undefined ? undefined : JSON.stringify(mark)
}

/** As many are left on both sides: they are taken to be the same ones, changed. */
function sameRest(_old: Branch, now: Branch, { gone, come }: Pick<Matched, 'gone' | 'come'>): boolean {
  return gone.length === come.length && now === come[0]
}

function walkCondition(walk: Walk, pair: Pair): void {
  const { old, now } = bothOf(pair)
  const keywords = ['if', 'then', 'else']
  if (!isSchema(old['if']) || !isSchema(now['if'])) {
    reportWhole(walk, pair, { rule: 'condition-changed', keywords, message: 'a condition was added or removed' })
    return
  }
  const test = walk.now.reader.inside(now['if'], pair.now)
  if (walk.old.reader.inside(old['if'], pair.old) !== test) {
    reportWhole(walk, pair, { rule: 'condition-changed', keywords, message: 'the condition changed' })
    return
  }
  const { anything, of } = walk.nodes
  for (const keyword of ['then', 'else']) {
    const [before, after] = [old[keyword] ?? true, now[keyword] ?? true]
    const lift = (node: Node): Node =>
      of({ kind: 'if', test, yes: keyword === 'then' ? node : anything, no: keyword === 'else' ? node : anything })
    if (isSchema(before) && isSchema(after)) walk.into(pair, { path: [keyword], old: before, now: after, lift })
  }
}

function walkUnevaluated(walk: Walk, pair: Pair, keyword: 'unevaluatedProperties' | 'unevaluatedItems'): void {
  const { old, now } = bothOf(pair)
  const [before, after] = [old[keyword] ?? true, now[keyword] ?? true]
  if (!isSchema(before) || !isSchema(after)) return
  if (walk.old.reader.inside(before, pair.old) === walk.now.reader.inside(after, pair.now)) return
  const properties = keyword === 'unevaluatedProperties'
  walk.report(pair, {
    rule: properties ? 'unevaluated-properties-changed' : 'unevaluated-items-changed',
    path: [keyword],
    message: `what ${properties ? 'properties' : 'items'} that nothing describes have to be changed`,
    says: walk.now.reader.read(pair.now),
  })
}
