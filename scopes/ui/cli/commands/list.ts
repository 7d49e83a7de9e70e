import { openRemote } from '@tessera/scope.remote'
import { table } from '@tessera/ui.terminal'
import { list, type ListRow } from '@tessera/workspace.versions'
import { componentKey, suggestion, TesseraError } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import { resolveRemotes } from '@tessera/workspace.transfer'
import type { CommandSpec } from '../command.ts'
import { openSession, type Session } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['[remote]', 'name of a remote scope; the workspace where none is given']],
  examples: [
    ['tessera list', 'the components of the workspace'],
    ['tessera list acme.orders', 'those that a scope offers'],
  ],
  async run(context, input) {
    const session = await openSession(context)
    const [remote] = input.arguments
    const rows = remote === undefined ? await list(session.scope, session.nodes) : await listRemote(session, remote)
    return {
      data: rows,
      text: remote === undefined ? textOf(rows) : remoteText(rows),
    }
  },
}

async function listRemote({ workspace, scope }: Session, name: string): Promise<readonly ListRow[]> {
  const remotes = resolveRemotes(workspace, scope)
  const url = remotes[name]
  if (url === undefined) {
    throw new TesseraError('UNKNOWN_REMOTE', `there is no remote "${name}"${suggestion(name, Object.keys(remotes))}`, {
      hint: 'tessera remote add <url>',
    })
  }
  const remote = await openRemote(url, { base: workspace.root })
  const removed = new Set((await remote.graph()).filter((entry) => entry.removed).map(({ id }) => componentKey(id)))
  return (await remote.list()).map((component) => remoteRow(component, removed.has(componentKey(component))))
}

function remoteRow(component: ComponentObject, removed: boolean): ListRow {
  const tag = Object.entries(component.versions).find(([, hash]) => hash === component.head)?.[0]
  const head = tag ?? component.head ?? 'N/A'
  return {
    id: componentKey(component),
    localVersion: head,
    deprecated: component.deprecated === true,
    currentVersion: head,
    remoteVersion: head,
    removed,
  }
}

/** What was deleted is only told of with `--json`. */
function remoteText(rows: readonly ListRow[]): string {
  const offered = rows.filter(({ removed }) => !removed)
  return table(offered.map((row) => [row.id, row.currentVersion, markOf(row)])) || 'no components'
}

function markOf({ removed, deprecated }: ListRow): string {
  return removed ? 'deleted' : deprecated ? 'deprecated' : ''
}

function textOf(rows: readonly ListRow[]): string {
  if (rows.length === 0) return 'no components'
  return table([
    ['id', 'current', 'local', 'remote', ''],
    ...rows.map((row) => [row.id, row.currentVersion, row.localVersion, row.remoteVersion, markOf(row)]),
  ])
}
