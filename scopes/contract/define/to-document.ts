import { type Diagnostic, isComponentName, isScopeName, suggestion, TesseraError } from '@tessera/core.model'
import type { z } from 'zod'
import type { Contract } from './contract.ts'
import type { ContractDocument, HttpOperation, Slot } from './document.ts'
import type { Finder } from './finder.ts'
import { finder } from './finder.ts'
import { httpEdges } from './http-edges.ts'
import { findLosses } from './losses.ts'
import { isStrict, toJsonSchemas } from './to-json-schema.ts'
import { checkParameters } from './http-parameters.ts'
import { normalizeDocument } from './format-document.ts'

export interface ToDocumentOptions {
  /** What findings name as their file; `contract.ts` if absent. */
  readonly file?: string
}

export interface ToDocumentResult {
  /** Absent where a diagnostic is an error. */
  readonly document?: ContractDocument
  readonly diagnostics: readonly Diagnostic[]
}

/** A slot before its schema is turned into JSON Schema. */
export type SlotDraft = Omit<Slot, 'schema' | 'strict'> & { readonly schema: z.core.$ZodType }

/** What a pattern gives: its edges, the slots they name, and the schemas others may import. */
export interface Edges {
  readonly operations?: Readonly<Record<string, HttpOperation>>
  readonly slots: readonly SlotDraft[]
  readonly exports: Readonly<Record<string, z.core.$ZodType>>
}

/** The normal form of a contract, and everything that it cannot say. Deterministic. */
export function toDocument(contract: Contract, options: ToDocumentOptions = {}): ToDocumentResult {
  const found = finder(options.file ?? 'contract.ts')
  checkHead(contract, found)
  const edges = edgesOf(contract, found)
  found.add(findLosses(rootsOf(edges), options.file ?? 'contract.ts'))
  if (found.hasError()) return { diagnostics: found.diagnostics }
  const document = build(contract, edges, found)
  if (contract.pattern === 'http') checkParameters(document, found)
  return found.hasError() ? { diagnostics: found.diagnostics } : { document, diagnostics: found.diagnostics }
}

const HEAD = ['id', 'pattern', 'line', 'summary', 'description', 'operations', 'schemas']

function checkHead(contract: Contract, found: Finder): void {
  const { id, line } = contract
  for (const option of Object.keys(contract).filter((key) => !HEAD.includes(key))) {
    const message = `"${option}" is no option of a contract${suggestion(option, HEAD)}`
    found.error('UNKNOWN_OPTION', `/${option}`, message, `options are ${HEAD.join(', ')}`)
  }
  const slash = id.indexOf('/')
  if (slash < 1 || !isScopeName(id.slice(0, slash)) || !isComponentName(id.slice(slash + 1))) {
    found.error(
      'INVALID_ID',
      '/id',
      `"${id}" is no contract id`,
      'write scope/name in lower case: acme.orders/orders-api',
    )
  }
  if (!Number.isInteger(line) || line < 1) {
    found.error('INVALID_LINE', '/line', `the protocol line is ${line}`, 'lines are counted from 1')
  }
}

function edgesOf(contract: Contract, found: Finder): Edges {
  switch (contract.pattern) {
    case 'http':
      return httpEdges(contract, found)
    case 'schemas':
      return sharedSchemas(contract.schemas, found)
  }
}

function sharedSchemas(schemas: Readonly<Record<string, z.core.$ZodType>>, found: Finder): Edges {
  if (Object.keys(schemas).length === 0) {
    found.error('NO_SCHEMAS', '/schemas', 'the contract shares no schema', 'name at least one under "schemas"')
  }
  return { slots: [], exports: schemas }
}

function rootsOf(edges: Edges): Map<string, z.core.$ZodType> {
  const exports = Object.entries(edges.exports).map(([name, schema]) => [`schemas/${name}`, schema] as const)
  return new Map([...edges.slots.map(({ at, schema }) => [at, schema] as const), ...exports])
}

function build(contract: Contract, edges: Edges, found: Finder): ContractDocument {
  const { schemas, $defs } = convert(contract.id, edges, found)
  const slots = edges.slots.map((draft): Slot => {
    const schema = schemas[draft.at] ?? true
    return { ...draft, schema, ...(isStrict(schema, $defs) ? { strict: true as const } : {}) }
  })
  return normalizeDocument({
    formatVersion: 1,
    id: contract.id,
    pattern: contract.pattern,
    line: contract.line,
    ...(contract.summary === undefined ? {} : { summary: contract.summary }),
    ...(contract.description === undefined ? {} : { description: contract.description }),
    ...(edges.operations === undefined ? {} : { operations: edges.operations }),
    slots,
    exports: Object.keys(edges.exports).toSorted(),
    $defs,
  })
}

/** Zod refuses on its own account too: what the rules of this package overlook must not pass for a contract. */
function convert(id: string, edges: Edges, found: Finder): ReturnType<typeof toJsonSchemas> {
  try {
    return toJsonSchemas(Object.fromEntries(rootsOf(edges)), id)
  } catch (error) {
    if (error instanceof TesseraError || !(error instanceof Error)) throw error
    found.error('UNREPRESENTABLE', '', error.message, 'use schemas that have a JSON form')
    return { schemas: {}, $defs: {} }
  }
}
