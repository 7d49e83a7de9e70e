import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseDocument } from '@tessera/contract.define'
import { generateParts, starter } from '@tessera/contract.generate'
import { parseComponentId, TesseraError, type ComponentId, type Emit } from '@tessera/core.model'
import { generate } from '@tessera/ripple.build'
import { addComponent, componentDirectory, loadNodes, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace } from '@tessera/workspace.transfer'

export interface NewContract {
  /** `billing-api` or `acme.billing/billing-api`. */
  readonly id: string
  readonly pattern: 'http'
  /** Of an id without one; the workspace's default scope where absent. */
  readonly scope: string | undefined
}

/**
 * Writes a contract to start from, generates its parts, and tracks and links them all.
 * @returns the folder of them all, relative to the workspace, and the keys of the new components
 * @throws TesseraError `FOLDER_NOT_EMPTY`, `INVALID_ID`, `GENERATE_FAILED`
 */
export async function createContract(
  workspace: Workspace,
  wanted: NewContract,
  emit: Emit,
): Promise<{ readonly folder: string; readonly created: readonly string[] }> {
  const id = parseComponentId(
    wanted.id.includes('/') ? wanted.id : `${wanted.scope ?? workspace.defaultScope}/${wanted.id}`,
  )
  const folder = componentDirectory(workspace, id)
  await refuseExisting(workspace, folder)
  await writeFiles(workspace, `${folder}/contract`, starter(wanted.pattern, `${id.scope}/${id.name}`))
  let tracked = await track(workspace, id, `${folder}/contract`)
  await linkWorkspace(tracked, await loadNodes(tracked))

  const contract = `${id.scope}/${id.name}/contract`
  const generated = await generate(tracked, { only: [contract] }, emit)
  if (!generated.ok) {
    throw new TesseraError('GENERATE_FAILED', `${contract} could not be generated`, {
      exitCode: 1,
      diagnostics: generated.diagnostics,
    })
  }
  const file = `${folder}/contract/contract.json`
  const parts = await generateParts(parseDocument(await readFile(join(workspace.root, file), 'utf8'), file))
  for (const part of parts) {
    await writeFiles(workspace, `${folder}/${part.part}`, part.files)
    tracked = await track(tracked, id, `${folder}/${part.part}`)
  }
  await linkWorkspace(tracked, await loadNodes(tracked))
  return { folder, created: [contract, ...parts.map((part) => part.id)] }
}

async function refuseExisting(workspace: Workspace, folder: string): Promise<void> {
  const found = await readdir(join(workspace.root, folder)).catch(() => [])
  if (found.length > 0) {
    throw new TesseraError('FOLDER_NOT_EMPTY', `${folder} exists and holds ${found[0]}`, {
      hint: 'choose another name, or track what is there with tessera add',
    })
  }
}

async function writeFiles(
  workspace: Workspace,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(workspace.root, folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

async function track(workspace: Workspace, id: ComponentId, folder: string): Promise<Workspace> {
  const part = folder.slice(folder.lastIndexOf('/') + 1)
  const main = part === 'contract' ? 'contract.ts' : 'index.ts'
  return (await addComponent(workspace, folder, { id: `${id.name}/${part}`, scope: id.scope, main })).workspace
}
