import { table, type Style } from '@tessera/ui.terminal'
import type { CommandEntry } from './cli.ts'

const GROUPS: Readonly<Record<CommandEntry['group'], string>> = {
  start: 'Start',
  look: 'Look',
  contracts: 'Contracts',
  build: 'Build',
  components: 'Components',
  versions: 'Versions',
  share: 'Share',
}

/** What `tessera --help` prints. */
export function rootHelp(commands: Readonly<Record<string, CommandEntry>>, style: Style): string {
  const groups = Object.entries(GROUPS).map(([group, title]) => {
    const rows = Object.entries(commands).filter(([, entry]) => entry.group === group)
    const lines = table(
      rows.map(([name, entry]) => [name.padEnd(10), entry.summary]),
      '  ',
    )
    return `${style.bold(title)}\n${lines}`
  })
  return [
    'tessera: contracts between services as versioned components; change one and exactly its dependents rebuild',
    'Usage: tessera <command> [arguments] [--json]',
    ...groups,
    `tessera <command> --help shows its options with examples.`,
  ].join('\n\n')
}

export function examplesHelp(examples: readonly (readonly [string, string])[]): string {
  return `Examples:\n${table(
    examples.map(([command, meaning]) => [command, `# ${meaning}`]),
    '  ',
  )}`
}
