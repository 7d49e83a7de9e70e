import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { componentKey, TesseraError } from '@tessera/core.model'
import { initScope, isScope, localScopePath, openScope } from '@tessera/scope.store'
import { initWorkspace, openWorkspace, type Workspace } from '@tessera/workspace.files'
import { flag, textOption, type CommandSpec, type Input, type Outcome } from '../command.ts'

export const command: CommandSpec = {
  arguments: [['[path]', 'folder; the current one where none is given']],
  options: [
    ['--bare', 'make a bare scope, a home for exported components'],
    ['--name <name>', 'name of the workspace or scope (default: of the folder)'],
    ['--default-scope <scope>', 'scope of new components'],
    ['--default-directory <template>', 'where components go (default: components/{name})'],
    ['-f, --force', 'begin with an empty .bitmap, where it is gone and versions are left'],
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
  if (existsSync(join(folder, 'workspace.jsonc'))) {
    throw new TesseraError('NOT_A_SCOPE', `${folder} is a workspace: a bare scope needs a folder of its own`, {
      hint: 'tessera init --bare ../scopes/<scope>',
    })
  }
  const scope = await initScope(folder, { name: textOption(input, 'name') ?? basename(folder), bare: true })
  return {
    data: { scope: scope.name, path: scope.path },
    text: `scope ${scope.name} in ${scope.path}`,
    next: `in a workspace: tessera remote add file://${scope.path}`,
  }
}

async function initHere(folder: string, input: Input): Promise<Outcome> {
  refuseFile(folder)
  await refuseInsideComponent(folder)
  if (!flag(input, 'force')) await refuseForgetting(folder)
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
    next: 'tessera create http-contract <name>, or tessera remote add <url> and tessera import <id>',
  }
}

function refuseFile(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== false) return
  throw new TesseraError('USAGE', `${folder} is a file, not a folder for a workspace`, { hint: 'choose a folder' })
}

/** A workspace in a component's folder would become files of the component. */
async function refuseInsideComponent(folder: string): Promise<void> {
  const around = existsSync(join(folder, 'workspace.jsonc')) ? undefined : await openAround(dirname(folder))
  if (around === undefined) return
  const path = `${relative(around.root, folder).replaceAll(sep, '/')}/`
  const component = around.bitmap.entries.find((entry) => path.startsWith(`${entry.rootDir}/`))
  if (component === undefined) return
  throw new TesseraError('NESTED_WORKSPACE', `${path} is part of the component ${component.name} of ${around.root}`, {
    hint: 'it is in a workspace already: tessera status',
  })
}

/** Without `.bitmap` nothing tells which folder is which of the components that have versions here. */
async function refuseForgetting(folder: string): Promise<void> {
  const path = localScopePath(folder)
  if (existsSync(join(folder, '.bitmap')) || !isScope(path)) return
  const components = await (await openScope(path)).listComponents()
  const [first] = components
  if (first === undefined) return
  const others = components.length > 1 ? ` and ${components.length - 1} more` : ''
  throw new TesseraError(
    'BITMAP_MISSING',
    `.bitmap is gone, and ${componentKey(first)}${others} ${components.length > 1 ? 'have' : 'has'} versions here`,
    {
      hint: 'put it back (git restore .bitmap); --force begins with an empty one',
    },
  )
}

async function openAround(folder: string): Promise<Workspace | undefined> {
  try {
    return await openWorkspace(folder)
  } catch (error) {
    if (error instanceof TesseraError && error.code === 'NO_WORKSPACE') return undefined
    throw error
  }
}
