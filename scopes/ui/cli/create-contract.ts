import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseDocument } from '@tessera/contract.define'
import { generateParts } from '@tessera/contract.generate'
import { componentKey, parseComponentId, TesseraError, type ComponentId, type Emit } from '@tessera/core.model'
import { generate } from '@tessera/ripple.build'
import { addComponent, componentDirectory, loadNodes, writeAtomic, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace } from '@tessera/workspace.transfer'
import { withLentPackages } from './lend-packages.ts'
import { findTemplate } from './starters.ts'

export interface NewContract {
  readonly template: string
  /** `billing-api` or `acme.billing/billing-api`. */
  readonly id: string
  /** Of an id without one; the workspace's default scope where absent. */
  readonly scope: string | undefined
}

export interface CreatedContract {
  /** With the new components. */
  readonly workspace: Workspace
  /** Of the contract component, relative to the workspace. */
  readonly folder: string
  /** Keys of the new components. */
  readonly created: readonly string[]
}

/**
 * Writes a contract to start from, generates its parts, tracks and links them all; or, where that fails, leaves the
 * workspace as it was. What they import need not be installed yet.
 * @throws TesseraError `UNKNOWN_TEMPLATE`, `FOLDER_NOT_EMPTY`, `INVALID_ID`, `ID_TAKEN`…, `GENERATE_FAILED`
 */
export async function createContract(workspace: Workspace, wanted: NewContract, emit: Emit): Promise<CreatedContract> {
  const template = findTemplate(wanted.template)
  const id = parseComponentId(
    wanted.id.includes('/') ? wanted.id : `${wanted.scope ?? workspace.defaultScope}/${wanted.id}`,
  )
  const folderOf = (part: string): string => componentDirectory(workspace, partId(id, part))
  for (const part of ['contract', ...template.parts]) await refuseExisting(workspace, folderOf(part))
  const files = template.files(componentKey(id))
  const tracked = await allOrNothing(workspace, (made) => writeAll({ workspace, id, files, made, emit }))
  await linkWorkspace(tracked, await loadNodes(tracked))
  const created = ['contract', ...template.parts].map((part) => componentKey(partId(id, part)))
  return { workspace: tracked, folder: folderOf('contract'), created }
}

function partId({ scope, name }: ComponentId, part: string): ComponentId {
  return { scope, name: `${name}/${part}` }
}

async function refuseExisting(workspace: Workspace, folder: string): Promise<void> {
  const found = await readdir(join(workspace.root, folder)).catch(() => [])
  if (found.length === 0) return
  const isTracked = workspace.bitmap.entries.some(({ rootDir }) => rootDir === folder)
  throw new TesseraError('FOLDER_NOT_EMPTY', `${folder} exists and holds ${found[0]}`, {
    hint: isTracked
      ? 'it is a component already: edit it, or choose another name'
      : 'choose another name, or track what is there with tessera add',
  })
}

/** Where the action fails, what it noted as made is removed and `.bitmap` is again what it was. */
async function allOrNothing<T>(workspace: Workspace, action: (made: string[]) => Promise<T>): Promise<T> {
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

interface Writing {
  readonly workspace: Workspace
  readonly id: ComponentId
  /** Of the contract component. */
  readonly files: Readonly<Record<string, string>>
  /** Absolute paths of what was written, to which this adds. */
  readonly made: string[]
  readonly emit: Emit
}

async function writeAll(writing: Writing): Promise<Workspace> {
  const { id, files, emit } = writing
  let workspace = await writePart(writing, 'contract', files)
  const parts = await generateParts(await evaluate(workspace, partId(id, 'contract'), emit))
  for (const part of parts) workspace = await writePart({ ...writing, workspace }, part.part, part.files)
  return workspace
}

async function writePart(
  { workspace, id, made }: Writing,
  part: string,
  files: Readonly<Record<string, string>>,
): Promise<Workspace> {
  const folder = componentDirectory(workspace, partId(id, part))
  const top = await mkdir(join(workspace.root, folder), { recursive: true })
  made.push(top ?? join(workspace.root, folder))
  for (const [path, text] of Object.entries(files)) {
    const file = join(workspace.root, folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const main = part === 'contract' ? 'contract.ts' : 'index.ts'
  return (await addComponent(workspace, folder, { id: `${id.name}/${part}`, scope: id.scope, main })).workspace
}

async function evaluate(workspace: Workspace, id: ComponentId, emit: Emit): Promise<ReturnType<typeof parseDocument>> {
  const folder = componentDirectory(workspace, id)
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
