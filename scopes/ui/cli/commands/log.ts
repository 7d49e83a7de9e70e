import { table } from '@tessera/ui.terminal'
import { log, type LogRow } from '@tessera/workspace.versions'
import { TesseraError } from '@tessera/core.model'
import type { CommandSpec } from '../command.ts'
import { findNode, openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<id>', 'a component']],
  options: [['--one-line', 'a line a version']],
  examples: [['tessera log orders-api/client', 'its versions, newest first']],
  async run(context, input) {
    const { scope, nodes } = await openSession(context)
    const node = findNode(nodes, input.arguments[0] as string)
    if (node.kind !== 'component') {
      throw new TesseraError('COMPONENT_NOT_FOUND', `${node.key} is a consumer: it has no versions`, {
        hint: 'tessera list',
      })
    }
    const rows = await log(scope, node.id)
    return { data: rows, text: input.options['oneLine'] === true ? oneLine(rows) : rows.map(entry).join('\n\n') }
  },
}

function entry(row: LogRow): string {
  const author = [row.username, row.email && `<${row.email}>`].filter(Boolean).join(' ')
  const lines = [`${row.tag ?? row.hash}  ${dateOf(row)}`, author, row.message && `    ${row.message}`]
  return lines.filter(Boolean).join('\n')
}

function oneLine(rows: readonly LogRow[]): string {
  return table(rows.map((row) => [row.tag ?? row.hash.slice(0, 9), dateOf(row), row.username ?? '', row.message]))
}

function dateOf(row: LogRow): string {
  return new Date(Number(row.date)).toISOString().slice(0, 19).replace('T', ' ')
}
