import type ts from 'typescript6'
import { typescript } from './load-typescript.ts'
import { sourceReader, type SourceReader } from './source-reader.ts'
import type { ComponentNode } from './types.ts'

/** A file of a contract: its `contract.ts`, or one that it imports. */
export interface ContractSource {
  readonly file: string
  readonly text: string
}

/** What is executed of a contract, `contract.ts` first; none of one that is a document. */
export function executedPaths({ files }: Pick<ComponentNode, 'files'>): readonly string[] {
  return files
    .filter(({ path, dev }) => !dev && /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path))
    .map(({ path }) => path)
    .toSorted((a, b) => Number(b === 'contract.ts') - Number(a === 'contract.ts'))
}

/** From 1. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * Finds where what a finding is about stands in the sources of a contract: the property that its pointer leads to, or
 * the nearest above it that is written there; undefined where no source has a contract.
 * @param sources those whose schemas the contract may use, its `contract.ts` first
 * @returns takes pointers as `toDocument` says them: `/operations/getOrder/path`, `/getOrder/response/200/body/items`
 */
export function contractPlaces(sources: readonly ContractSource[]): (pointer: string) => SourcePlace | undefined {
  const { createSourceFile, ScriptTarget } = typescript()
  const reader = sourceReader(sources.map(({ file, text }) => createSourceFile(file, text, ScriptTarget.Latest, true)))
  const contract = reader.contract()
  return (pointer) => {
    if (contract === undefined) return undefined
    const parts = pointer.split('/').slice(1).map(unescape)
    const found = parts[0] === '$defs' ? definition(reader, parts) : inContract(reader, contract, parts)
    return placeOf(found ?? contract)
  }
}

function placeOf(node: ts.Node): SourcePlace {
  const file = node.getSourceFile()
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file))
  return { file: file.fileName, line: line + 1, column: character + 1 }
}

function definition(reader: SourceReader, [, name = '', ...rest]: readonly string[]): ts.Node | undefined {
  const named = reader.named(name)
  return named && reader.schemaAt(named, rest)
}

/** A pointer into the author's options, or into a slot. */
function inContract(reader: SourceReader, contract: ts.Node, parts: readonly string[]): ts.Node | undefined {
  const { path, rest } = slotPath(reader, contract, parts) ?? { path: parts, rest: [] }
  const { node, complete } = reader.optionAt(contract, path)
  return complete && node !== undefined && rest.length > 0 ? reader.schemaAt(node, rest) : node
}

interface SlotPath {
  /** Names of the author's options. */
  readonly path: readonly string[]
  /** From there on, keywords of JSON Schema. */
  readonly rest: readonly string[]
}

/** Where the author writes the payload of a slot: `getOrder/response/200/body` in `operations.getOrder.responses.200`. */
function slotPath(reader: SourceReader, contract: ts.Node, parts: readonly string[]): SlotPath | undefined {
  const [edge = '', kind, third = '', fourth] = parts
  const messageOf = (option: string): string => reader.textAt(contract, ['channels', edge, option]) ?? ''
  const headers = third === 'headers' ? 'headers' : 'payload'
  const after = third === 'headers' ? parts.slice(3) : parts.slice(2)
  if (edge === 'schemas') return { path: ['schemas', kind ?? ''], rest: parts.slice(2) }
  if (!reader.has(contract, ['operations', edge]) && kind === 'data') {
    return { path: ['events', edge, 'data'], rest: parts.slice(2) }
  }
  if (kind === 'request') return { path: ['operations', edge, third], rest: parts.slice(3) }
  if (kind === 'response') {
    const path = ['operations', edge, 'responses', third]
    return { path: fourth === 'headers' ? [...path, 'headers'] : path, rest: parts.slice(4) }
  }
  if (kind !== 'message' && kind !== 'reply') return undefined
  if (reader.has(contract, ['items', edge])) {
    return { path: ['items', edge, kind === 'message' ? 'payload' : 'reply'], rest: parts.slice(2) }
  }
  return { path: ['messages', messageOf(kind === 'message' ? 'message' : 'replyWith'), headers], rest: after }
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
