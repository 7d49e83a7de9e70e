import { escapePart } from './schema.ts'
import { literal, lowerFirst, type NameBook } from './names.ts'

/** Where a statement stands: the value it is about, as code. */
export interface At {
  /** An identifier. */
  readonly value: string
  /** Inside of a template literal: `${pointer}/items/${index}`. */
  readonly pointer: string
  /** What functions made from here are named by: `OrderItems`. */
  readonly hint: string
  /** Local names of the function the statement is in. */
  readonly names: NameBook
}

/** Stands before the names of values until the code is finished: in messages and patterns the same word has none. */
const MARK = '\u0001'
/** Stands before calls of `report` until then: a string may hold the same words. */
const REPORT = '\u0002'
/** The first parameter. */
export const VALUE = `${MARK}value`

/** The start of a function `(value, pointer, issues)`. */
export function entry(hint: string, names: NameBook): At {
  return { value: VALUE, pointer: '${pointer}', hint, names }
}

/** The code of an expression that gives the pointer. */
export function pointerCode(at: Pick<At, 'pointer'>): string {
  return at.pointer === '${pointer}' ? 'pointer' : `\`${at.pointer}\``
}

/** Inside of a template literal: the pointer of a property. */
export function propertyPointer(at: At, key: string): string {
  const text = literal(escapePart(key)).slice(1, -1)
  return `${at.pointer}/${text.replaceAll(/`|\$\{/g, (part) => `\\${part}`)}`
}

export function reportCode(at: Pick<At, 'pointer'>, keyword: string, message: string): string {
  return `${REPORT}report(issues, ${pointerCode(at)}, ${literal(keyword)}, ${literal(message)})`
}

/** Statements. */
export type Code = readonly string[]

/** Statements that are there on condition; none where there is nothing to do. */
export function when(condition: string, body: Code): Code {
  const [only] = body
  if (only === undefined) return []
  const test = body.length === 1 ? ONE_REPORT.exec(only) : null
  if (test) return [`if (${condition} && (${test[1]})) ${test[2]}`]
  const plain = body.length === 1 && !/^(?:if|for|const|switch) ?/.test(only)
  return [plain ? `if (${condition}) ${only}` : `if (${condition}) ${block(body)}`]
}

/** A test, and what it reports: a condition can be added to the test. */
const ONE_REPORT = new RegExp(`^if \\(([^${REPORT}\\n]*)\\) (${REPORT}.*)$`)

/** One statement, or else the others. */
export function orElse(condition: string, statement: string, body: Code): string {
  const [only] = body
  if (only === undefined) return `if (${condition}) ${statement}`
  const plain = body.length === 1 && !/^(?:for|const|switch) ?/.test(only)
  return `if (${condition}) ${statement}\nelse ${plain ? only : block(body)}`
}

export function block(body: Code): string {
  return `{\n${body.join('\n')}\n}`
}

/** What functions of the file are called: a local name like that would stand before them. */
const FUNCTION = /^(?:check|close|fill|encode|decode)(?![a-z])/

/** A local name like `text`, that no other in the function has. */
export function localName(at: At, text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_match, next: string | undefined) => next?.toUpperCase() ?? '')
  const lower = lowerFirst(name)
  const safe = /^[a-z]/.test(lower) && !FUNCTION.test(lower) ? lower : `field${name}`
  return `${MARK}${at.names.take(safe)}`
}

/** The body with its value bound before it, where it looks at it at all. */
export function bind(value: string, expression: string, body: Code): Code {
  return mentions(body, value) ? [`const ${value}: unknown = ${expression}`, ...body] : body
}

export function mentions(code: Code, value: string): boolean {
  return new RegExp(`${value}(?!\\w)`).test(code.join('\n'))
}

/** Statements as they go into a file. */
export function finished(code: Code): Code {
  return code.map((statement) => statement.replaceAll(MARK, '').replaceAll(REPORT, ''))
}

/** What a function's local names must not be: its parameters, what it calls, and words of the language. */
export const RESERVED: readonly string[] = [
  ...['value', 'pointer', 'issues', 'report', 'isObject', 'isFormat', 'isMultipleOf', 'hasUniqueItems', 'deepEqual'],
  ...['codePoints', 'escapePointer', 'passes', 'present', 'undeclared', 'closeFirst', 'encodeFirst', 'decodeFirst'],
  ...['Number', 'Object', 'Array'],
  ...['arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete'],
  ...['do', 'else', 'enum', 'eval', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements'],
  ...['import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public'],
  ...['return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void'],
  ...['while', 'with', 'yield'],
]
