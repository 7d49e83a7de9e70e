import { resolve } from 'node:path'
import { addComponent, loadNodes, openWorkspace, type BitmapEntry } from '@tessera/workspace.files'
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
    let workspace = await openWorkspace(context.cwd)
    for (const path of input.arguments) {
      const result = await addComponent(workspace, resolve(context.cwd, path), { id, scope, main })
      workspace = result.workspace
      added.push(result.entry)
    }
    await linkWorkspace(workspace, await loadNodes(workspace))
    return {
      data: { added },
      text: added
        .map((entry) => `added ${entry.defaultScope ?? entry.scope}/${entry.name}  ${entry.rootDir}`)
        .join('\n'),
      next: 'tessera build',
    }
  },
}
