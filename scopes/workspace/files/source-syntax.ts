import type ts from 'typescript6'
import { typescript } from './load-typescript.ts'

/** Functions around what counts: `payload(schema, …)`. */
export const WRAPPERS = new Set(['payload', 'response', 'problem'])
/** A property of an object literal, or of one in a wrapper. */
export function propertyOf(node: ts.Node, name: string): ts.ObjectLiteralElementLike | undefined {
  if (typescript().isCallExpression(node)) {
    const inner = node.arguments.map((argument) => propertyOf(argument, name))
    return isCallOf(node, WRAPPERS) ? inner.find((found) => found !== undefined) : undefined
  }
  if (!typescript().isObjectLiteralExpression(node)) return undefined
  return node.properties.find((property) => property.name !== undefined && nameOf(property.name) === name)
}

function nameOf(name: ts.PropertyName): string | undefined {
  if (
    typescript().isIdentifier(name) ||
    typescript().isStringLiteralLike(name) ||
    typescript().isNumericLiteral(name)
  ) {
    return name.text
  }
  const isText = typescript().isComputedPropertyName(name) && typescript().isStringLiteralLike(name.expression)
  return isText ? (name.expression as ts.StringLiteralLike).text : undefined
}

/** What a property holds: its value, what a getter returns, or itself where it is a schema already. */
export function valueOf(node: ts.Node): ts.Node {
  if (typescript().isPropertyAssignment(node)) return node.initializer
  if (typescript().isShorthandPropertyAssignment(node)) return node.name
  if (!typescript().isGetAccessor(node)) return node
  const statement = node.body?.statements.find((inner) => typescript().isReturnStatement(inner))
  return (statement && typescript().isReturnStatement(statement) && statement.expression) || node
}

/** Whether a node calls one of these functions. */
export function isCallOf(node: ts.Node, names: ReadonlySet<string>): boolean {
  return (
    typescript().isCallExpression(node) && typescript().isIdentifier(node.expression) && names.has(node.expression.text)
  )
}
