import { readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path'
import type { ContractDocument } from '@tessera/contract.define/document'
import { type AsyncApiOptions, fromDocument, type Imported, printContract } from '@tessera/contract.exchange'
import { partsOf } from '@tessera/contract.generate'
import { componentKey, parseComponentId, TesseraError, type ComponentId } from '@tessera/core.model'
import { componentDirectory, loadNodes, openWorkspace, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace } from '@tessera/workspace.transfer'
import { flag, textOption, type Context, type Input, type Outcome } from '../command.ts'
import type { CreatedContract } from '../create-contract.ts'
import { allOrNothing, documentOf, partId, refuseExisting, writePart, writeParts } from '../write-components.ts'
import { noteLines } from './contract-notes.ts'
import { findReplaced, replaceContract } from './contract-replace.ts'
import { finish } from './create.ts'

/** Makes a contract and its parts from a document of another kind, and says what did not carry over. */
export async function importContract(context: Context, input: Input, file: string): Promise<Outcome> {
  const workspace = await openWorkspace(context.cwd)
  const read = readContract(workspace, context, { file, input })
  const replaced = flag(input, 'replace') ? await findReplaced(workspace, read.document) : undefined
  const imported = replaced
    ? { ...read, document: { ...read.document, line: Math.max(replaced.line, read.document.line) } }
    : read
  const source = printContract(imported.document, { packageOf: await packagesOf(workspace) })
  const notes = noteLines(imported.diagnostics, { verbose: flag(input, 'verbose') })
  if (flag(input, 'dryRun')) return preview(imported, { source, notes, replaces: replaced !== undefined })
  const outcome = replaced
    ? await replaceContract(workspace, replaced, { source, emit: context.emit })
    : await finish(await create(workspace, imported.document, { source, context }), context, input)
  return {
    ...outcome,
    data: { ...(outcome.data as object), diagnostics: imported.diagnostics },
    text: [outcome.text as string, ...notes].join('\n'),
  }
}

interface Preview {
  readonly source: string
  readonly notes: readonly string[]
  readonly replaces: boolean
}

function preview({ document, diagnostics }: Imported, { source, notes, replaces }: Preview): Outcome {
  const parts = ['contract', ...partsOf(document)]
  return {
    data: { id: document.id, pattern: document.pattern, parts, source, document, diagnostics },
    text: [
      source,
      replaces
        ? `would replace contract.ts of ${document.id}`
        : `would make ${parts.map((part) => `${document.id}/${part}`).join(', ')}`,
      ...notes,
    ].join('\n'),
    next: 'the same without --dry-run makes it',
  }
}

interface Reading {
  readonly file: string
  readonly input: Input
}

function readContract(workspace: Workspace, { cwd }: Context, { file, input }: Reading): Imported {
  const path = resolve(cwd, file)
  const text = readText(path, file)
  const read = readerFrom(path, workspace.root)
  const pattern = patternOption(input)
  const options: AsyncApiOptions = { file: basename(file), read, ...(pattern === undefined ? {} : { pattern }) }
  const imported = fromDocument(text, options)
  const id = idOf(workspace, imported.document, input)
  return { ...imported, document: { ...imported.document, id } }
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TesseraError('NO_SUCH_FILE', `${file} cannot be read`, {
      cause,
      hint: 'name an OpenAPI, AsyncAPI or JSON Schema file',
    })
  }
}

/** Reads what `$ref`s name, but nothing outside the workspace or the folder of the document. */
function readerFrom(document: string, root: string): (path: string) => string {
  const folder = dirname(document)
  const allowed = isInside(root, folder) ? root : folder
  return (path) => {
    const file = resolve(folder, path)
    if (isInside(allowed, file)) return readFileSync(file, 'utf8')
    throw new TesseraError('REF_OUTSIDE', `a $ref leads to ${path}, outside the folder of the document`, {
      hint: 'bring the file next to the document, if you trust what is in it',
    })
  }
}

function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return path !== '..' && !path.startsWith(`..${'/'}`) && !path.startsWith('..\\') && !isAbsolute(path)
}

function patternOption(input: Input): 'messaging' | 'sockets' | undefined {
  const pattern = textOption(input, 'pattern')
  if (pattern === undefined || pattern === 'messaging' || pattern === 'sockets') return pattern
  throw new TesseraError('USAGE', `"${pattern}" is no pattern of an AsyncAPI document`, {
    hint: '--pattern messaging, or sockets',
  })
}

/** By the options; else the name that the document gives itself, in the default scope. */
function idOf(workspace: Workspace, { id }: ContractDocument, input: Input): string {
  const own = parseComponentId(id)
  const isOurs = own.scope !== 'imported'
  const name = textOption(input, 'name') ?? own.name
  const scope = textOption(input, 'scope') ?? (isOurs ? own.scope : workspace.defaultScope)
  return componentKey(
    parseComponentId(name.includes('/') && name.split('/')[0]?.includes('.') ? name : `${scope}/${name}`),
  )
}

/** Packages of the contracts of the workspace, from which shared schemas can be imported. */
async function packagesOf(workspace: Workspace): Promise<(component: string) => string | undefined> {
  const nodes = await loadNodes(workspace)
  const packages = new Map(nodes.map((node) => [node.key, node.packageName]))
  return (component) => packages.get(component)
}

const IS_THERE = 'to take a newer document into it, add --replace; else choose another --name'

interface Creating {
  readonly source: string
  readonly context: Context
}

async function create(
  workspace: Workspace,
  document: ContractDocument,
  { source, context }: Creating,
): Promise<CreatedContract> {
  const id = parseComponentId(document.id)
  const parts = ['contract', ...partsOf(document)]
  for (const part of parts) await refuseExisting(workspace, folderOf(workspace, id, part), IS_THERE)
  const contract = { id: partId(id, 'contract'), folder: folderOf(workspace, id, 'contract') }
  const tracked = await allOrNothing(workspace, async (made) => {
    const writing = { workspace, id, made }
    const files = { 'contract.ts': source }
    const started = await writePart(writing, 'contract', { files, main: 'contract.ts' })
    return writeParts({ ...writing, workspace: started }, await documentOf(started, contract, context.emit))
  })
  await linkWorkspace(tracked, await loadNodes(tracked))
  return { workspace: tracked, folder: contract.folder, created: parts.map((part) => componentKey(partId(id, part))) }
}

function folderOf(workspace: Workspace, id: ComponentId, part: string): string {
  return componentDirectory(workspace, partId(id, part))
}
