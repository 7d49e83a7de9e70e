import type ts from 'typescript6'

type TypeScript = typeof ts

/** Finds its way in the source of a contract by what stands there: nothing is evaluated. */
export interface SourceReader {
  /** The argument of `httpContract({ … })` or another of its like. */
  contract(): ts.ObjectLiteralExpression | undefined
  /** The option that names lead to, or the nearest above it. */
  optionAt(from: ts.Node, path: readonly string[]): { readonly node: ts.Node | undefined; readonly complete: boolean }
  has(from: ts.Node, path: readonly string[]): boolean
  /** The text of an option that is a literal. */
  textAt(from: ts.Node, path: readonly string[]): string | undefined
  /** The schema that is named by `.meta({ id })`, or by its constant. */
  named(name: string): ts.Node | undefined
  /** The part of a schema that keywords of JSON Schema lead to, or the nearest above it. */
  schemaAt(from: ts.Node, keywords: readonly string[]): ts.Node
}

const BUILDERS = new Set(['httpContract', 'messagingContract', 'socketContract', 'eventContract', 'schemas'])
/** Functions around what counts: `payload(schema, …)`. */
const WRAPPERS = new Set(['payload', 'response', 'problem'])
/** What the first argument of is the shape of an object. */
const SHAPED = new Set(['object', 'strictObject', 'looseObject', 'extend', 'safeExtend', ...WRAPPERS])

export function sourceReader(typescript: TypeScript, file: ts.SourceFile): SourceReader {
  const constants = constantsOf(typescript, file)
  const all = allNodes(typescript, file)
  const plain = (node: ts.Node): ts.Node => resolved(typescript, node, constants)

  const optionAt: SourceReader['optionAt'] = (from, path) => {
    let node: ts.Node | undefined
    let at: ts.Node = from
    for (const name of path) {
      const property = propertyOf(typescript, plain(at), name)
      if (property === undefined) return { node, complete: false }
      node = property
      at = valueOf(typescript, property)
    }
    return { node, complete: true }
  }
  return {
    optionAt,
    has: (from, path) => optionAt(from, path).complete,
    contract() {
      const call = all.find((node) => isCallOf(typescript, node, BUILDERS)) as ts.CallExpression | undefined
      const [input] = call?.arguments ?? []
      return input && typescript.isObjectLiteralExpression(input) ? input : undefined
    },
    textAt(from, path) {
      const { node, complete } = optionAt(from, path)
      const value = complete && node !== undefined ? plain(valueOf(typescript, node)) : undefined
      return value !== undefined && typescript.isStringLiteralLike(value) ? value.text : undefined
    },
    named: (name) => all.find((node) => metaId(typescript, node) === name) ?? constants.get(name),
    schemaAt(from, keywords) {
      let found = from
      let at: ts.Node | undefined = valueOf(typescript, from)
      for (let rest = keywords; rest.length > 0;) {
        const step: Step | undefined = at && stepInto(typescript, at, { keywords: rest, plain })
        if (step === undefined) return found
        ;({ at, rest } = step)
        found = step.found
      }
      return found
    },
  }
}

interface Step {
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

/** One keyword, and the name or number after it, into a schema. */
function stepInto(typescript: TypeScript, from: ts.Node, { keywords, plain }: Stepping): Step | undefined {
  const [keyword = '', key = ''] = keywords
  const into = (found: ts.Node | undefined, used: number): Step | undefined =>
    found && { found, at: valueOf(typescript, found), rest: keywords.slice(used) }
  for (const call of chain(typescript, plain(from), plain)) {
    const list = call.arguments.find((node) => typescript.isArrayLiteralExpression(node))
    const element = list && typescript.isArrayLiteralExpression(list) ? list.elements[Number(key)] : undefined
    switch (keyword) {
      case 'properties': {
        const [shape] = SHAPED.has(call.name) ? call.arguments : []
        const property = shape && propertyOf(typescript, plain(shape), key)
        if (property !== undefined) return into(property, 2)
        break
      }
      case 'items':
        if (call.name === 'array') return into(call.arguments[0] ?? call.receiver, 1)
        break
      case 'prefixItems':
        if (element !== undefined) return into(element, 2)
        break
      case 'anyOf':
      case 'oneOf':
        if (element !== undefined) return into(element, 2)
        if (call.name === 'nullable' || call.name === 'nullish') return into(call.receiver, 2)
        break
      case 'additionalProperties':
        if (/record/i.test(call.name)) return into(call.arguments[1], 1)
        break
      case 'propertyNames':
        if (/record/i.test(call.name)) return into(call.arguments[0], 1)
        break
      case 'allOf':
        if (call.name === 'intersection') return into(call.arguments[Number(key)], 2)
        break
      default:
        return undefined
    }
  }
  // The shape of an object without z.object().
  return keyword === 'properties' ? into(propertyOf(typescript, plain(from), key), 2) : undefined
}

interface Call {
  /** `object` of `z.object({ … })`, `optional` of `Money.optional()`. */
  readonly name: string
  readonly arguments: readonly ts.Expression[]
  readonly receiver: ts.Expression
}

/** `z.object({ … }).strict().optional()`, the last call first. */
function* chain(typescript: TypeScript, from: ts.Node, plain: Stepping['plain']): Generator<Call> {
  let node = from
  while (typescript.isCallExpression(node)) {
    const callee = node.expression
    if (typescript.isIdentifier(callee) && WRAPPERS.has(callee.text)) {
      yield { name: callee.text, arguments: node.arguments, receiver: callee }
      node = plain(node.arguments[0] ?? callee)
    } else if (typescript.isPropertyAccessExpression(callee)) {
      yield { name: callee.name.text, arguments: node.arguments, receiver: callee.expression }
      node = plain(callee.expression)
    } else return
  }
}

function constantsOf(typescript: TypeScript, file: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const declarations = file.statements.flatMap((statement) =>
    typescript.isVariableStatement(statement) ? statement.declarationList.declarations : [],
  )
  return new Map(
    declarations.flatMap(({ name, initializer }) =>
      typescript.isIdentifier(name) && initializer !== undefined ? [[name.text, initializer] as const] : [],
    ),
  )
}

/** Through constants, parentheses, `as const`, and `Order.shape.id`. */
function resolved(typescript: TypeScript, from: ts.Node, constants: ReadonlyMap<string, ts.Expression>): ts.Node {
  let node = from
  for (let steps = 0; steps < 50; steps++) {
    if (typescript.isIdentifier(node)) {
      const next = constants.get(node.text)
      if (next === undefined) return node
      node = next
    } else if (
      typescript.isParenthesizedExpression(node) ||
      typescript.isAsExpression(node) ||
      typescript.isSatisfiesExpression(node)
    ) {
      node = node.expression
    } else return node
  }
  return node
}

function propertyOf(typescript: TypeScript, node: ts.Node, name: string): ts.ObjectLiteralElementLike | undefined {
  if (typescript.isCallExpression(node)) {
    const inner = node.arguments.map((argument) => propertyOf(typescript, argument, name))
    return isCallOf(typescript, node, WRAPPERS) ? inner.find((found) => found !== undefined) : undefined
  }
  if (!typescript.isObjectLiteralExpression(node)) return undefined
  return node.properties.find((property) => property.name !== undefined && nameOf(typescript, property.name) === name)
}

function nameOf(typescript: TypeScript, name: ts.PropertyName): string | undefined {
  if (typescript.isIdentifier(name) || typescript.isStringLiteralLike(name) || typescript.isNumericLiteral(name)) {
    return name.text
  }
  const isText = typescript.isComputedPropertyName(name) && typescript.isStringLiteralLike(name.expression)
  return isText ? (name.expression as ts.StringLiteralLike).text : undefined
}

/** What a property holds: its value, what a getter returns, or itself where it is a schema already. */
function valueOf(typescript: TypeScript, node: ts.Node): ts.Node {
  if (typescript.isPropertyAssignment(node)) return node.initializer
  if (typescript.isShorthandPropertyAssignment(node)) return node.name
  if (!typescript.isGetAccessor(node)) return node
  const statement = node.body?.statements.find((inner) => typescript.isReturnStatement(inner))
  return (statement && typescript.isReturnStatement(statement) && statement.expression) || node
}

function isCallOf(typescript: TypeScript, node: ts.Node, names: ReadonlySet<string>): boolean {
  return (
    typescript.isCallExpression(node) && typescript.isIdentifier(node.expression) && names.has(node.expression.text)
  )
}

/** `Order` of a node `z.object({ … }).meta({ id: 'Order' })`. */
function metaId(typescript: TypeScript, node: ts.Node): string | undefined {
  if (!typescript.isCallExpression(node) || !typescript.isPropertyAccessExpression(node.expression)) return undefined
  const [options] = node.arguments
  if (node.expression.name.text !== 'meta' || options === undefined) return undefined
  const property = propertyOf(typescript, options, 'id')
  const value = property && valueOf(typescript, property)
  return value !== undefined && typescript.isStringLiteralLike(value) ? value.text : undefined
}

function allNodes(typescript: TypeScript, file: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    found.push(node)
    typescript.forEachChild(node, visit)
  }
  visit(file)
  return found
}
