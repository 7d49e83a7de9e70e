import { table } from '@tessera/ui.terminal'
import { log, shortVersion, type LogRow } from '@tessera/workspace.versions'
import { TesseraError } from '@tessera/core.model'
import { flag, type CommandSpec } from '../command.ts'
import { findNode, openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<id>', 'a component']],
  options: [
    ['-o, --one-line', 'a line a version'],
    ['--parents', 'with the versions that each comes after'],
    ['-f, --full-hash', 'whole hashes'],
    ['--show-hidden', 'also versions that Bit hides'],
  ],
  examples: [
    ['tessera log orders-api/client', 'its versions, newest first'],
    ['tessera log orders-api/client --one-line --parents', 'how they follow from each other'],
    ['tessera log orders-api/client --json', 'with the keys of `bit log --json`'],
  ],
  async run(context, input) {
    const { scope, nodes } = await openSession(context)
    const node = findNode(nodes, input.arguments[0] as string)
    if (node.kind !== 'component') {
      throw new TesseraError('COMPONENT_NOT_FOUND', `${node.key} is a consumer: it has no versions`, {
        hint: 'tessera list',
      })
    }
    const rows = await log(scope, node.id, { hidden: flag(input, 'showHidden') })
    const tags = new Map(rows.flatMap((row) => (row.tag === undefined ? [] : [[row.hash, row.tag] as const])))
    const show = flag(input, 'fullHash') ? (version: string) => version : shortVersion
    const view = { parents: flag(input, 'parents'), name: (hash: string) => show(tags.get(hash) ?? hash) }
    const text = flag(input, 'oneLine') ? oneLine(rows, view) : rows.map((row) => entry(row, view)).join('\n\n')
    return { data: rows, text }
  },
}

interface View {
  readonly parents: boolean
  /** A version by its hash, as it is shown. */
  readonly name: (hash: string) => string
}

function entry(row: LogRow, view: View): string {
  const author = [row.username, row.email && `<${row.email}>`].filter(Boolean).join(' ')
  const title = [view.name(row.hash), dateOf(row), ...marksOf(row)].join('  ')
  const lines = [title, author, parentsOf(row, view), row.message && `    ${row.message}`]
  return lines.filter(Boolean).join('\n')
}

function oneLine(rows: readonly LogRow[], view: View): string {
  return table(
    rows.map((row) => {
      const { username = '', message } = row
      const more = view.parents ? [parentsOf(row, view)] : []
      return [view.name(row.hash), dateOf(row), username, ...more, [...marksOf(row), message].join(' ')]
    }),
  )
}

function parentsOf({ parents }: LogRow, view: View): string {
  if (!view.parents) return ''
  return parents.length === 0 ? 'first' : `after ${parents.map(view.name).join(', ')}`
}

function marksOf({ deleted, deprecated, hidden }: LogRow): readonly string[] {
  const marks = { deleted, deprecated, hidden }
  return Object.entries(marks).flatMap(([mark, isSet]) => (isSet === true ? [`(${mark})`] : []))
}

function dateOf(row: LogRow): string {
  return new Date(Number(row.date)).toISOString().slice(0, 19).replace('T', ' ')
}
