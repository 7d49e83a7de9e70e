import { resolve, basename } from 'node:path'
import { initScope } from '@tessera/scope.store'
import { initWorkspace } from '@tessera/workspace.files'
import { flag, textOption, type CommandSpec, type Input, type Outcome } from '../command.ts'

export const command: CommandSpec = {
  arguments: [['[path]', 'folder; the current one where none is given']],
  options: [
    ['--bare', 'make a bare scope, a home for exported components'],
    ['--name <name>', 'name of the workspace or scope (default: of the folder)'],
    ['--default-scope <scope>', 'scope of new components'],
    ['--default-directory <template>', 'where components go (default: components/{name})'],
  ],
  examples: [
    ['tessera init --default-scope acme.orders', 'a workspace here'],
    ['tessera init --bare ../scopes/acme.orders', 'a scope to export to'],
  ],
  run: (context, input) => {
    const folder = resolve(context.cwd, input.arguments[0] ?? '.')
    return flag(input, 'bare') ? initBare(folder, input) : initHere(folder, input)
  },
}

async function initBare(folder: string, input: Input): Promise<Outcome> {
  const scope = await initScope(folder, { name: textOption(input, 'name') ?? basename(folder), bare: true })
  return {
    data: { scope: scope.name, path: scope.path },
    text: `scope ${scope.name} in ${scope.path}`,
    next: `in a workspace: tessera remote add file://${scope.path}`,
  }
}

async function initHere(folder: string, input: Input): Promise<Outcome> {
  const name = textOption(input, 'name')
  const defaultScope = textOption(input, 'defaultScope')
  const defaultDirectory = textOption(input, 'defaultDirectory')
  const { workspace, written } = await initWorkspace(folder, {
    ...(name === undefined ? {} : { name }),
    ...(defaultScope === undefined ? {} : { defaultScope }),
    ...(defaultDirectory === undefined ? {} : { defaultDirectory }),
  })
  return {
    data: { root: workspace.root, name: workspace.name, defaultScope: workspace.defaultScope, written },
    text: `workspace ${workspace.name}, default scope ${workspace.defaultScope}${written.length > 0 ? `\nwrote ${written.join(', ')}` : ''}`,
    next: 'npm install, then tessera create http-contract <name> or tessera import <id>',
  }
}
