import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatDocument, readDocument, type ContractDocument } from '@tessera/contract.define/document'
import { TesseraError, type Diagnostic } from '@tessera/core.model'
import { isSchemaFile, jsonPlace, type ComponentNode } from '@tessera/workspace.files'
import { readIfExists } from './disk.ts'
import type { Evaluation } from './evaluator.ts'

/** Checks a `contract.json` that somebody wrote by hand. It stays as it is written. */
export function checkWritten(node: ComponentNode, text: string): Evaluation {
  const file = `${node.rootDir}/contract.json`
  const { document, diagnostics } = readDocument(text, file)
  const found = [...diagnostics, ...(document === undefined ? [] : wrongId(node, document.id, file))]
  return evaluation(
    node,
    found.map((finding) => placed(finding, text)),
    text,
  )
}

/**
 * The document of a contract that is a folder of JSON Schema files. What the present `contract.json` says of the whole
 * (its line, summary and description) stays.
 */
export async function readSchemaFiles(
  node: ComponentNode,
  root: string,
  known: string | undefined,
): Promise<Evaluation> {
  const files = node.files.map(({ path }) => path)
  const id = node.key.replace(/\/contract$/, '')
  const read = (path: string): string => {
    // A contract is closed: what lies elsewhere would not be part of its versions.
    if (!files.includes(path)) throw new Error(`${node.rootDir} has no ${path}`)
    return jsonText(readFileSync(join(root, node.rootDir, path), 'utf8'), path)
  }
  const schemas = files.filter(isSchemaFile)
  const wrong = wrongId(node, id, `${node.rootDir}/${schemas[0]}`)
  try {
    // Heavy, and few contracts are written this way.
    const { fromSchemaFiles } = await import('@tessera/contract.exchange')
    const { document, diagnostics } = fromSchemaFiles(schemas, { id, read })
    const found = diagnostics.map((finding) => inFolder(finding, node, root))
    return evaluation(node, [...found, ...wrong], formatDocument({ ...document, ...headOf(known) }))
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const { code, message, hint, location } = error
    const finding: Diagnostic = { severity: 'error', code, message, hint, location }
    return evaluation(node, [inFolder(finding, node, root), ...wrong], undefined)
  }
}

/** The reader of foreign documents takes YAML too; a file that ends in .json is JSON. */
function jsonText(text: string, path: string): string {
  try {
    JSON.parse(text)
    return text
  } catch (cause) {
    throw new TesseraError('INVALID_SYNTAX', `${path} is no JSON: ${(cause as Error).message}`, {
      location: { file: path, pointer: '' },
      hint: 'mend the syntax there',
      cause,
    })
  }
}

/** What somebody wrote into the present `contract.json`; nothing where there is none, or it is broken. */
function headOf(known: string | undefined): Partial<ContractDocument> {
  const document = known === undefined ? undefined : readDocument(known, 'contract.json').document
  if (document === undefined) return {}
  const { line, summary, description } = document
  return { line, ...(summary === undefined ? {} : { summary }), ...(description === undefined ? {} : { description }) }
}

function wrongId(node: ComponentNode, id: string, file: string): readonly Diagnostic[] {
  if (`${id}/contract` === node.key) return []
  const isNamed = node.key.endsWith('/contract')
  const message = isNamed
    ? `the contract of ${node.key} calls itself "${id}"`
    : `a contract is a component whose name ends with /contract, this one is ${node.key}`
  const hint = isNamed
    ? `give it the id "${node.key.replace(/\/contract$/, '')}"`
    : `name the component ${node.id.name}/contract in .bitmap`
  return [{ severity: 'error', code: 'CONTRACT_ID', message, hint, location: { file, pointer: '/id' } }]
}

function placed(finding: Diagnostic, text: string): Diagnostic {
  const { file = '', pointer = '' } = finding.location ?? {}
  return { ...finding, location: { file, ...jsonPlace(text, pointer), pointer } }
}

/** Where a finding says a file of the folder, its path in the workspace, and the line. */
function inFolder(finding: Diagnostic, node: ComponentNode, root: string): Diagnostic {
  const name = finding.location?.file ?? ''
  if (!isSchemaFile(name)) return { ...finding, location: { file: node.rootDir } }
  const file = `${node.rootDir}/${name}`
  const text = readIfExists(join(root, file))
  const location = { ...finding.location, file }
  return text === undefined ? { ...finding, location } : placed({ ...finding, location }, text)
}

function evaluation(node: ComponentNode, found: readonly Diagnostic[], text: string | undefined): Evaluation {
  const diagnostics = found.map((finding) => ({ ...finding, node: node.key }))
  const failed = text === undefined || found.some(({ severity }) => severity === 'error')
  return failed ? { diagnostics } : { document: text, diagnostics }
}
