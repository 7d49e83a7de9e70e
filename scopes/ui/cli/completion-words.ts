import { componentKey } from '@tessera/core.model'
import { entryId, openWorkspace } from '@tessera/workspace.files'
import type { CommandEntry } from './cli.ts'

type Commands = Readonly<Record<string, CommandEntry>>

/**
 * What may stand in place of the last of the words typed after `tessera`: commands, options of the command, components.
 * @param words the last one is being typed, and may be empty
 */
export async function completions(
  commands: Commands,
  words: readonly string[],
  cwd: string,
): Promise<readonly string[]> {
  const current = words.at(-1) ?? ''
  const candidates = await candidatesFor(commands, { before: words.slice(0, -1), current }, cwd)
  return [...new Set(candidates)].filter((word) => word.startsWith(current)).toSorted()
}

interface Typed {
  readonly before: readonly string[]
  readonly current: string
}

async function candidatesFor(commands: Commands, { before, current }: Typed, cwd: string): Promise<readonly string[]> {
  const [name, ...rest] = before
  if (name === undefined) return [...Object.keys(commands), 'help', '--help', '--version']
  if (name === 'help') return rest.length === 0 ? Object.keys(commands) : []
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (entry === undefined) return []
  if (!current.startsWith('-')) return componentWords(cwd)
  const { command } = await entry.load()
  const flags = (command.options ?? []).flatMap(([text]) => text.match(/(?<![\w-])--?[a-z][\w-]*/gi) ?? [])
  return [...flags, '--json', '--help']
}

/** Outside of a workspace, and in one that cannot be read, there are none. */
async function componentWords(cwd: string): Promise<readonly string[]> {
  try {
    const workspace = await openWorkspace(cwd)
    return workspace.bitmap.entries.flatMap((entry) => [entry.name, componentKey(entryId(workspace, entry))])
  } catch {
    return []
  }
}
