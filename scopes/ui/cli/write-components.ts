import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument, type ContractDocument } from '@tessera/contract.define'
import { generateParts } from '@tessera/contract.generate'
import { commitFiles } from '@tessera/core.disk'
import { componentKey, TesseraError, type ComponentId, type Emit } from '@tessera/core.model'
import { generate } from '@tessera/ripple.build'
import {
  addComponent,
  componentDirectory,
  workspaceCommits,
  writeAtomic,
  type Workspace,
} from '@tessera/workspace.files'
import { withLentPackages } from './lend-packages.ts'

/** Components in the making. */
export interface Writing {
  readonly workspace: Workspace
  /** Of the contract, without `/contract`. */
  readonly id: ComponentId
  /** Absolute paths of what was written, to which this adds. */
  readonly made: string[]
}

/** `acme.orders/orders-api` and `client` make `acme.orders/orders-api/client`. */
export function partId({ scope, name }: ComponentId, part: string): ComponentId {
  return { scope, name: `${name}/${part}` }
}

/**
 * @param hint where it is a component that is tracked
 * @throws TesseraError `FOLDER_NOT_EMPTY`
 */
export async function refuseExisting(
  workspace: Workspace,
  folder: string,
  hint = 'it is a component already: edit it, make missing parts with tessera create parts, or choose another name',
): Promise<void> {
  const found = await readdir(join(workspace.root, folder)).catch(() => [])
  if (found.length === 0) return
  const isTracked = workspace.bitmap.entries.some(({ rootDir }) => rootDir === folder)
  throw new TesseraError('FOLDER_NOT_EMPTY', `${folder} exists and holds ${found[0]}`, {
    hint: isTracked ? hint : 'choose another name, or track what is there with tessera add',
  })
}

/** Where the action fails, what it noted as made is removed and `.bitmap` is again what it was. */
export async function allOrNothing<T>(workspace: Workspace, action: (made: string[]) => Promise<T>): Promise<T> {
  const file = join(workspace.root, '.bitmap')
  const bitmap = await readFile(file, 'utf8').catch(() => undefined)
  const made: string[] = []
  try {
    return await action(made)
  } catch (error) {
    for (const path of made) await rm(path, { recursive: true, force: true })
    if (bitmap === undefined) await rm(file, { force: true })
    else await writeAtomic(file, bitmap)
    throw error
  }
}

/** Writes and tracks the parts of a contract, those aside that are not wanted. */
export async function writeParts(
  writing: Writing,
  document: ContractDocument,
  isWanted: (part: string) => boolean = () => true,
): Promise<Workspace> {
  let { workspace } = writing
  for (const { part, files } of await generateParts(document)) {
    if (isWanted(part)) workspace = await writePart({ ...writing, workspace }, part, { files, main: 'index.ts' })
  }
  return workspace
}

export interface PartFiles {
  readonly files: Readonly<Record<string, string>>
  readonly main: string
}

/** Writes one component of a contract, its files all or none, and tracks it. */
export async function writePart(
  { workspace, id, made }: Writing,
  part: string,
  { files, main }: PartFiles,
): Promise<Workspace> {
  const folder = componentDirectory(workspace, partId(id, part))
  const top = await mkdir(join(workspace.root, folder), { recursive: true })
  made.push(top ?? join(workspace.root, folder))
  const changes = Object.entries(files).map(([path, data]) => ({ path: join(workspace.root, folder, path), data }))
  await commitFiles(workspaceCommits(workspace.root), changes)
  return (await addComponent(workspace, folder, { id: `${id.name}/${part}`, scope: id.scope, main })).workspace
}

/**
 * The document of a tracked contract, brought up to date. What it imports need not be installed yet.
 * @param folder of the contract component, relative to the workspace
 * @throws TesseraError `GENERATE_FAILED` with what was found
 */
export async function documentOf(
  workspace: Workspace,
  { id, folder }: { readonly id: ComponentId; readonly folder: string },
  emit: Emit,
): Promise<ContractDocument> {
  const contract = componentKey(id)
  // Findings are the reason of the failure: it is thrown with them.
  const report: Emit = (event) => (event.type === 'diagnostic' ? undefined : emit(event))
  const result = await withLentPackages(join(workspace.root, folder), () =>
    generate(workspace, { only: [contract] }, report),
  )
  if (!result.ok) {
    throw new TesseraError('GENERATE_FAILED', `${contract} could not be generated; nothing of it was kept`, {
      exitCode: 1,
      diagnostics: result.diagnostics,
    })
  }
  const file = `${folder}/contract.json`
  return parseDocument(await readFile(join(workspace.root, file), 'utf8'), file)
}
