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
 * The document of a contract that is a folder of JSON Schema files: each is shared under the name of its file. What else
 * the present `contract.json` says of the whole (its line, summary and description) stays.
 */
export async function readSchemaFiles(
  node: ComponentNode,
  root: string,
  known: string | undefined,
): Promise<Evaluation> {
  const files = node.files.map(({ path }) => path).filter(isSchemaFile)
  const names = new Map(files.map((path) => [exportName(path), path]))
  const whole = {
    $defs: Object.fromEntries([...names].map(([name, path]) => [name, { $ref: encodeURI(path) }])),
  }
  const read = (path: string): string => {
    const text = readIfExists(join(root, node.rootDir, path))
    if (text === undefined) throw new TesseraError('REF_NOT_FOUND', `there is no ${path} in ${node.rootDir}`)
    return text
  }
  try {
    // Heavy, and few contracts are written this way.
    const { fromJsonSchema } = await import('@tessera/contract.exchange')
    const id = node.key.replace(/\/contract$/, '')
    const { document, diagnostics } = fromJsonSchema(whole, { id, file: 'contract.schema.json', read })
    const text = formatDocument({ ...document, ...headOf(known), exports: [...names.keys()] })
    const found = [...diagnostics, ...wrongId(node, id, `${node.rootDir}/${files[0]}`)]
    return evaluation(
      node,
      found.map((finding) => inFolder(finding, node, root)),
      text,
    )
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const { code, message, hint, location } = error
    const finding: Diagnostic = { severity: 'error', code, message, hint, location }
    return evaluation(node, [inFolder(finding, node, root)], undefined)
  }
}

/** `order-line.schema.json` shares `OrderLine`. */
function exportName(path: string): string {
  const words = path.replace(/\.schema\.json$/, '').split(/[^\p{L}\p{M}\p{Nd}]+/u)
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return /^\p{L}/u.test(name) ? name : `Schema${name}`
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
