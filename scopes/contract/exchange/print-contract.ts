import type { ContractDocument, JsonSchema, Pattern, Slot } from '@tessera/contract.define/document'
import { isRecord, TesseraError, unreachable } from '@tessera/core.model'
import { constantNames, contractConstant } from './print/constants.ts'
import { isTooLongToInfer } from './print/declared-size.ts'
import { printDetailsContract, printEvents } from './print/events.ts'
import { printHttp } from './print/http.ts'
import { type Code, object, render } from './print/layout.ts'
import { fields, text } from './print/literal.ts'
import { printMessaging } from './print/messaging.ts'
import { dependencyOrder, recursiveNames } from './print/order.ts'
import { type ContractPrinting, mapped, printSecurity } from './print/payloads.ts'
import { isStandardProblem } from './print/problem.ts'
import type { Printing } from './print/printing.ts'
import { printNamed } from './print/schema.ts'
import { printSockets } from './print/sockets.ts'

export interface PrintOptions {
  /**
   * Package of a contract component (`acme.shared/money/contract`) that this one may import. What comes from others is
   * printed as a copy.
   */
  readonly packageOf?: (component: string) => string | undefined
}

/**
 * `contract.ts` of a document, as a person would write it: evaluated, it gives the same document again.
 * @example await writeFile('contract.ts', printContract(fromOpenApi(text).document))
 */
export function printContract(document: ContractDocument, options: PrintOptions = {}): string {
  const imports = importsOf(document, options)
  const names = constantNames()
  const isProblem = (name: string): boolean => isStandardProblem(name, document.$defs[name])
  const isBorrowed = (name: string): boolean => imports.has(name) || isProblem(name)
  const borrowed = new Set<string>()
  const contract = names.take(contractConstant(document.id))
  const constants = new Map(
    dependencyOrder(document.$defs).map((name) => [name, isBorrowed(name) ? name : names.take(name)]),
  )
  const ready = new Set<string>()
  const recursive = recursiveNames(document.$defs)
  const printing: ContractPrinting = {
    ...{ document, $defs: document.$defs, borrowed },
    detailsConstant: names.take(contractConstant(document.detailsOf ?? '')),
    constantOf(name) {
      if (isProblem(name)) borrowed.add('Problem')
      return constants.get(name) ?? name
    },
    isReady: (name) => ready.has(name),
    isRecursive: (name) => recursive.has(name),
    slot: slotsOf(document),
  }
  const definitions = [...constants].map(([name, constant]) => {
    const code = isBorrowed(name) ? undefined : printDefinition(name, constant, printing)
    ready.add(name)
    return code
  })
  const details = detailsCode(document, options, printing)
  const type = isTooLongToInfer(document) ? TYPES[document.pattern] : undefined
  const declared = type === undefined ? contract : `${contract}: ${type}`
  const main = [`export const ${declared} = ${builder(document)}(`, printOptions(printing), ')\n']
  const body = [...definitions, details.code, main].flatMap((code) => (code === undefined ? [] : [render(code)]))
  const head = [
    defineImport(document, printing, type),
    ...details.imports,
    ...importLines(imports),
    "import { z } from 'zod'",
  ]
  return `${head.join('\n')}\n\n${body.join('\n\n')}`
}

/** Shared schemas that stand in a package, by name. */
function importsOf({ $defs }: ContractDocument, { packageOf }: PrintOptions): ReadonlyMap<string, string> {
  const found = Object.entries($defs).flatMap(([name, schema]) => {
    const origin = isRecord(schema) ? schema['x-origin'] : undefined
    if (typeof origin !== 'string') return []
    const [component = '', original] = origin.split('#')
    const from = original === name ? packageOf?.(component) : undefined
    return from === undefined ? [] : [[name, from] as const]
  })
  return new Map(found)
}

function importLines(imports: ReadonlyMap<string, string>): readonly string[] {
  const packages = new Map<string, string[]>()
  for (const [name, from] of imports) packages.set(from, [...(packages.get(from) ?? []), name])
  return [...packages].map(([from, names]) => `import { ${names.toSorted().join(', ')} } from ${render(text(from))}`)
}

function printDefinition(name: string, constant: string, printing: Printing): Code {
  return [`export const ${constant} = `, printNamed(name, printing.$defs[name] as JsonSchema, printing)]
}

function slotsOf({ slots }: ContractDocument): (at: string) => Slot {
  const byName = new Map(slots.map((slot) => [slot.at, slot]))
  return (at) => {
    const slot = byName.get(at)
    if (slot === undefined) throw new TesseraError('INVALID_CONTRACT_DOCUMENT', `there is no slot "${at}"`)
    return slot
  }
}

interface DetailsCode {
  readonly imports: readonly string[]
  readonly code?: Code
}

function detailsCode(
  { detailsOf }: ContractDocument,
  { packageOf }: PrintOptions,
  printing: ContractPrinting,
): DetailsCode {
  if (detailsOf === undefined) return { imports: [] }
  const from = packageOf?.(`${detailsOf}/contract`)
  if (from === undefined) return { imports: [], code: printDetailsContract(printing) }
  const exported = constantNames().take(contractConstant(detailsOf))
  const local = printing.detailsConstant
  const name = local === exported ? local : `${exported} as ${local}`
  return { imports: [`import { ${name} } from ${render(text(from))}`] }
}

/** Of any contract of a pattern. */
const TYPES: Readonly<Record<Pattern, string>> = {
  http: 'HttpContract',
  messaging: 'MessagingContract',
  sockets: 'SocketContract',
  events: 'EventContract',
  schemas: 'SchemasContract',
}

function builder({ pattern }: ContractDocument): string {
  switch (pattern) {
    case 'http':
      return 'httpContract'
    case 'messaging':
      return 'messagingContract'
    case 'sockets':
      return 'socketContract'
    case 'events':
      return 'eventContract'
    case 'schemas':
      return 'schemas'
    default:
      return unreachable(pattern)
  }
}

function printOptions(printing: ContractPrinting): Code {
  const { id, line, summary, description, securitySchemes, security } = printing.document
  return object(
    fields({
      ...mapped({ id, line: line === 1 ? undefined : line, summary, description, securitySchemes }),
      security: printSecurity(security),
      ...patternOptions(printing),
    }),
    { tall: true },
  )
}

function patternOptions(printing: ContractPrinting): Record<string, Code | undefined> {
  const { pattern, exports } = printing.document
  switch (pattern) {
    case 'http':
      return printHttp(printing)
    case 'messaging':
      return printMessaging(printing)
    case 'sockets':
      return printSockets(printing)
    case 'events':
      return printEvents(printing)
    case 'schemas':
      return { schemas: object(exports.map((name) => shorthand(name, printing.constantOf(name)))) }
    default:
      return unreachable(pattern)
  }
}

function shorthand(name: string, constant: string): string {
  return name === constant ? name : `${name}: ${constant}`
}

function defineImport(document: ContractDocument, { borrowed }: ContractPrinting, type?: string): string {
  const types = type === undefined ? [] : [`type ${type}`]
  const names = [...new Set([builder(document), ...borrowed, ...types])].toSorted((a, b) => a.localeCompare(b, 'en'))
  return render([{ open: 'import {', items: names, close: '}', airy: true }, " from '@tessera/contract.define'"])
}
