import type ts from 'typescript6'
import { typescript } from './load-typescript.ts'
import { stepInto, type Step } from './schema-step.ts'
import { isCallOf, propertyOf, valueOf } from './source-syntax.ts'

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

/** @param files where two declare a constant of one name, that of the first counts */
export function sourceReader(files: readonly ts.SourceFile[]): SourceReader {
  const constants = new Map(files.toReversed().flatMap(constantsOf))
  const all = files.flatMap(allNodes)
  const named = new Map(all.toReversed().map((node) => [metaId(node), node]))
  const plain = (node: ts.Node): ts.Node => resolved(node, constants)

  const optionAt: SourceReader['optionAt'] = (from, path) => {
    let node: ts.Node | undefined
    let at: ts.Node = from
    for (const name of path) {
      const property = propertyOf(plain(at), name)
      if (property === undefined) return { node, complete: false }
      node = property
      at = valueOf(property)
    }
    return { node, complete: true }
  }
  return {
    optionAt,
    has: (from, path) => optionAt(from, path).complete,
    contract() {
      const call = all.find((node) => isCallOf(node, BUILDERS)) as ts.CallExpression | undefined
      const [input] = call?.arguments ?? []
      return input && typescript().isObjectLiteralExpression(input) ? input : undefined
    },
    textAt(from, path) {
      const { node, complete } = optionAt(from, path)
      const value = complete && node !== undefined ? plain(valueOf(node)) : undefined
      return value !== undefined && typescript().isStringLiteralLike(value) ? value.text : undefined
    },
    named: (name) => named.get(name) ?? constants.get(name),
    schemaAt(from, keywords) {
      let found = from
      let at: ts.Node | undefined = valueOf(from)
      for (let rest = keywords; rest.length > 0;) {
        const step: Step | undefined = at && stepInto(at, { keywords: rest, plain })
        if (step === undefined) return found
        ;({ at, rest } = step)
        found = step.found
      }
      return found
    },
  }
}

function constantsOf(file: ts.SourceFile): readonly (readonly [string, ts.Expression])[] {
  const declarations = file.statements.flatMap((statement) =>
    typescript().isVariableStatement(statement) ? statement.declarationList.declarations : [],
  )
  return declarations.flatMap(({ name, initializer }) =>
    typescript().isIdentifier(name) && initializer !== undefined ? [[name.text, initializer] as const] : [],
  )
}

/** Through constants, parentheses and `as const`. */
function resolved(from: ts.Node, constants: ReadonlyMap<string, ts.Expression>): ts.Node {
  let node = from
  for (let steps = 0; steps < 50; steps++) {
    if (typescript().isIdentifier(node)) {
      const next = constants.get(node.text)
      if (next === undefined) return node
      node = next
    } else if (
      typescript().isParenthesizedExpression(node) ||
      typescript().isAsExpression(node) ||
      typescript().isSatisfiesExpression(node)
    ) {
      node = node.expression
    } else return node
  }
  return node
}

/** `Order` of a node `z.object({ … }).meta({ id: 'Order' })`. */
function metaId(node: ts.Node): string | undefined {
  if (!typescript().isCallExpression(node) || !typescript().isPropertyAccessExpression(node.expression))
    return undefined
  const [options] = node.arguments
  if (node.expression.name.text !== 'meta' || options === undefined) return undefined
  const property = propertyOf(options, 'id')
  const value = property && valueOf(property)
  return value !== undefined && typescript().isStringLiteralLike(value) ? value.text : undefined
}

function allNodes(file: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    found.push(node)
    typescript().forEachChild(node, visit)
  }
  visit(file)
  return found
}
