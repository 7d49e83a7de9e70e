import { carriesFiles } from './media-checks.ts'
import { type Diagnostic, TesseraError } from '@tessera/core.model'
import type { z } from 'zod'
import { checkMeaning, checkShape } from './check-meaning.ts'
import type { Contract } from './contract.ts'
import type { ContractDocument, Slot } from './document.ts'
import { eventEdges } from './event-edges.ts'
import { type Finder, finder } from './finder.ts'
import { normalizeDocument } from './format-document.ts'
import { present, requirements } from './head.ts'
import { httpEdges } from './http-edges.ts'
import { findLosses, type Root } from './losses.ts'
import { messagingEdges } from './messaging-edges.ts'
import { checkOptions } from './options-check.ts'
import type { Edges } from './slots.ts'
import { socketEdges } from './socket-edges.ts'
import { isStrict, toJsonSchemas } from './to-json-schema.ts'

export interface ToDocumentOptions {
  /** What findings name as their file; `contract.ts` if absent. */
  readonly file?: string
}

export interface ToDocumentResult {
  /** Absent where a diagnostic is an error. */
  readonly document?: ContractDocument
  readonly diagnostics: readonly Diagnostic[]
}

/** The normal form of a contract, and everything that it cannot say. Deterministic. */
export function toDocument(contract: Contract, options: ToDocumentOptions = {}): ToDocumentResult {
  const file = options.file ?? 'contract.ts'
  const found = finder(file)
  const given = { at: '', what: 'a contract', given: contract, options: [...HEAD, ...OPTIONS[contract.pattern]] }
  checkOptions(given, found)
  const edges = edgesOf(contract, found)
  found.add(findLosses(rootsOf(edges), file))
  if (found.hasError()) return { diagnostics: found.diagnostics }
  const document = build(contract, edges, found)
  checkMeaning(document, found)
  if (!found.hasError()) checkShape(document, found)
  const { diagnostics } = found
  return found.hasError() ? { diagnostics } : { document: normalizeDocument(document), diagnostics }
}

const HEAD = ['id', 'pattern', 'line', 'summary', 'description']
const OPTIONS: Readonly<Record<Contract['pattern'], readonly string[]>> = {
  http: ['securitySchemes', 'security', 'operations'],
  messaging: ['securitySchemes', 'security', 'messages', 'channels'],
  sockets: ['items', 'windowBytes', 'heartbeatMs'],
  events: ['detailsOf', 'delivery', 'retry', 'expectedFetchShare', 'events'],
  schemas: ['schemas'],
}

function edgesOf(contract: Contract, found: Finder): Edges {
  switch (contract.pattern) {
    case 'http':
      return httpEdges(contract, found)
    case 'messaging':
      return messagingEdges(contract, found)
    case 'sockets':
      return socketEdges(contract, found)
    case 'events':
      return eventEdges(contract, found)
    case 'schemas':
      return { fields: {}, slots: [], exports: contract.schemas }
  }
}

function rootsOf({ slots, exports }: Edges): ReadonlyMap<string, Root> {
  const shared = Object.entries(exports).map(
    ([name, schema]) => [`schemas/${name}`, { schema, omittable: false }] as const,
  )
  return new Map<string, Root>([
    ...slots.map(({ at, schema, optional = false, mediaType }) => {
      return [at, { schema, omittable: optional, files: carriesFiles(mediaType) }] as const
    }),
    ...shared,
  ])
}

function build(contract: Contract, edges: Edges, found: Finder): ContractDocument {
  const { schemas, $defs } = convert(contract.id, edges, found)
  const slots = edges.slots.map((draft): Slot => {
    const schema = schemas[draft.at] ?? true
    return { ...draft, schema, ...(isStrict(schema, $defs) ? { strict: true as const } : {}) }
  })
  const { id, pattern, line, summary, description } = contract
  return {
    formatVersion: 1,
    id,
    pattern,
    line,
    ...present({ summary, description }),
    ...securityOf(contract),
    ...edges.fields,
    slots,
    exports: Object.keys(edges.exports),
    $defs,
  }
}

function securityOf(contract: Contract): Pick<ContractDocument, 'securitySchemes' | 'security'> {
  if (contract.pattern !== 'http' && contract.pattern !== 'messaging') return {}
  return present({ securitySchemes: contract.securitySchemes, security: requirements(contract.security) })
}

/** Zod refuses on its own account too: what the rules of this package overlook must not pass for a contract. */
function convert(id: string, edges: Edges, found: Finder): ReturnType<typeof toJsonSchemas> {
  const roots: readonly (readonly [string, z.core.$ZodType])[] = [...rootsOf(edges)].map(([at, { schema }]) => [
    at,
    schema,
  ])
  try {
    return toJsonSchemas(Object.fromEntries(roots), id)
  } catch (error) {
    if (error instanceof TesseraError || !(error instanceof Error)) throw error
    found.error('UNREPRESENTABLE', '', error.message, 'use schemas that have a JSON form')
    return { schemas: {}, $defs: {} }
  }
}
