import type ts from 'typescript6'
import { typescript } from './load-typescript.ts'
import { isCallOf, propertyOf, valueOf, WRAPPERS } from './source-syntax.ts'

const JSON_SCHEMA = new Set(['jsonSchema'])
/** What the first argument of is the shape of an object. */
const SHAPED = new Set(['object', 'strictObject', 'looseObject', 'extend', 'safeExtend', ...WRAPPERS])

export interface Step {
  /** What a finding points to. */
  readonly found: ts.Node
  /** The schema there. */
  readonly at: ts.Node
  readonly rest: readonly string[]
}

interface Stepping {
  readonly keywords: readonly string[]
  readonly plain: (node: ts.Node) => ts.Node
}

/** One keyword, with the name or number after it where it has one, into a schema. */
export function stepInto(from: ts.Node, { keywords, plain }: Stepping): Step | undefined {
  const [keyword = '', key = ''] = keywords
  const step = (found: ts.Node | undefined, used: number): Step | undefined =>
    found && { found, at: valueOf(found), rest: keywords.slice(used) }
  const node = plain(from)
  const literal = jsonSchemaOf(node)
  if (literal !== undefined) return step(propertyOf(literal, keyword), 1)
  if (keyword === 'properties' && typescript().isObjectLiteralExpression(node)) return step(propertyOf(node, key), 2)
  const enter = Object.hasOwn(ENTRANCES, keyword) ? ENTRANCES[keyword] : undefined
  for (const call of enter === undefined ? [] : chain(node, plain)) {
    const found = enter?.(call, key, plain)
    if (found !== undefined) return step(found, KEYED.has(keyword) ? 2 : 1)
  }
  return undefined
}

type Entrance = (call: Call, key: string, plain: Stepping['plain']) => ts.Node | undefined

/** Which keywords are followed by a name or a number. */
const KEYED = new Set(['properties', 'prefixItems', 'anyOf', 'oneOf', 'allOf'])
/** What of a call a keyword leads to. */
const ENTRANCES: Readonly<Record<string, Entrance>> = {
  properties: (call, key, plain) => {
    const [shape] = SHAPED.has(call.name) ? call.arguments : []
    return shape && propertyOf(plain(shape), key)
  },
  items: ({ name, arguments: [element], receiver }) => (name === 'array' ? (element ?? receiver) : undefined),
  prefixItems: (call, key) => elementOf(call, key),
  anyOf: branchOf,
  oneOf: branchOf,
  allOf: ({ name, arguments: sides }, key) => (name === 'intersection' ? sides[Number(key)] : undefined),
  propertyNames: ({ name, arguments: [names] }) => (/record/i.test(name) ? names : undefined),
  additionalProperties: ({ name, arguments: [, values] }) => (/record/i.test(name) ? values : undefined),
}

function branchOf(call: Call, key: string): ts.Node | undefined {
  return elementOf(call, key) ?? (/^null(?:able|ish)$/.test(call.name) ? call.receiver : undefined)
}

function elementOf({ arguments: given }: Call, key: string): ts.Node | undefined {
  const list = given.find((node) => typescript().isArrayLiteralExpression(node))
  return list && typescript().isArrayLiteralExpression(list) ? list.elements[Number(key)] : undefined
}

/** What `jsonSchema({ … })` was given, or an object inside it. */
function jsonSchemaOf(node: ts.Node): ts.Node | undefined {
  if (isCallOf(node, JSON_SCHEMA)) return (node as ts.CallExpression).arguments[0]
  for (let above = node.parent; above !== undefined; above = above.parent) {
    if (isCallOf(above, JSON_SCHEMA)) return typescript().isObjectLiteralExpression(node) ? node : undefined
    if (typescript().isCallExpression(above)) return undefined
  }
  return undefined
}

interface Call {
  /** `object` of `z.object({ … })`, `optional` of `Money.optional()`. */
  readonly name: string
  readonly arguments: readonly ts.Expression[]
  readonly receiver: ts.Expression
}

/** `z.object({ … }).strict().optional()`, the last call first. */
function* chain(from: ts.Node, plain: Stepping['plain']): Generator<Call> {
  let node = from
  while (typescript().isCallExpression(node)) {
    const callee = node.expression
    if (typescript().isIdentifier(callee) && WRAPPERS.has(callee.text)) {
      yield { name: callee.text, arguments: node.arguments, receiver: callee }
      node = plain(node.arguments[0] ?? callee)
    } else if (typescript().isPropertyAccessExpression(callee)) {
      yield { name: callee.name.text, arguments: node.arguments, receiver: callee.expression }
      node = plain(callee.expression)
    } else return
  }
}
