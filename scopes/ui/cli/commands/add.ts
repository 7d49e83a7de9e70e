import { join, resolve } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import { addComponent, loadNodes, openWorkspace, type BitmapEntry, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace } from '@tessera/workspace.transfer'
import { textOption, type CommandSpec } from '../command.ts'

export const command: CommandSpec = {
  arguments: [['<paths...>', 'folders, one component each']],
  options: [
    ['--id <id>', 'name of the component (default: from its folder)'],
    ['--scope <scope>', "its scope (default: the workspace's)"],
    ['--main <file>', 'its main file (default: index.*, or its only file)'],
  ],
  examples: [
    ['tessera add components/money/contract', 'track one folder'],
    ['tessera add components/money/* --scope acme.shared', 'several, in another scope'],
  ],
  async run(context, input) {
    const [id, scope, main] = ['id', 'scope', 'main'].map((name) => textOption(input, name))
    const added: BitmapEntry[] = []
    const several = input.arguments.length > 1
    if (several && (id ?? main) !== undefined) {
      throw new TesseraError('USAGE', '--id and --main are for one folder', { hint: 'add the folders one by one' })
    }
    let workspace = await openWorkspace(context.cwd)
    try {
      for (const path of input.arguments) {
        const folder = resolve(context.cwd, path)
        if (several && isTracked(workspace, folder)) continue
        const result = await addComponent(workspace, folder, { id, scope, main })
        workspace = result.workspace
        added.push(result.entry)
      }
    } finally {
      if (added.length > 0) await linkWorkspace(workspace, await loadNodes(workspace))
    }
    return {
      data: { added },
      text:
        added.map((entry) => `added ${entry.defaultScope ?? entry.scope}/${entry.name}  ${entry.rootDir}`).join('\n') ||
        'nothing to add: all of them are components already',
      ...(added.length > 0 ? { next: nextOf(added) } : {}),
    }
  },
}

/** A contract that is new here has no parts yet. */
function nextOf(added: readonly BitmapEntry[]): string {
  const contract = added.find(({ name }) => name.endsWith('/contract'))
  return contract === undefined ? 'tessera build' : `tessera create parts ${contract.name.replace(/\/contract$/, '')}`
}

/** Among several folders, as from `components/*`, those that are components already are no mistake. */
function isTracked({ root, bitmap }: Workspace, folder: string): boolean {
  return bitmap.entries.some((entry) => join(root, entry.rootDir) === folder)
}
