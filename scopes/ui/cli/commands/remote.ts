import { suggestion, TesseraError } from '@tessera/core.model'
import { addRemote, listRemotes, removeRemote } from '@tessera/workspace.transfer'
import { table } from '@tessera/ui.terminal'
import { flag, type CommandSpec, type Input, type Outcome } from '../command.ts'
import { openSession, type Session } from '../session.ts'

export const command: CommandSpec = {
  arguments: [
    ['<action>', 'add, list or remove'],
    ['[url-or-name]', 'add: file:///path of a bare scope; remove: its name'],
  ],
  options: [['-f, --force', 'add: also where the scope has another URL already']],
  examples: [
    ['tessera remote add file:///srv/scopes/acme.orders', 'export to and import from that scope'],
    ['tessera remote list', 'what is known'],
    ['tessera remote remove acme.orders', 'forget it'],
  ],
  async run(context, input) {
    const session = await openSession(context)
    const [action = ''] = input.arguments
    if (action === 'add') return add(session, input)
    if (action === 'list') return list(session)
    if (action === 'remove' || action === 'del') return remove(session, input)
    throw new TesseraError(
      'USAGE',
      `remote has no action "${action}"${suggestion(action, ['add', 'list', 'remove'])}`,
      {
        hint: 'add, list or remove',
      },
    )
  },
}

async function add({ workspace, scope }: Session, input: Input): Promise<Outcome> {
  const { remote } = await addRemote(workspace, scope, required(input, 'the URL of a bare scope'), {
    force: flag(input, 'force'),
  })
  return { data: remote, text: `added ${remote.name}  ${remote.url}`, next: `tessera list ${remote.name}` }
}

async function list({ workspace, scope }: Session): Promise<Outcome> {
  const remotes = listRemotes(workspace, scope)
  return { data: remotes, text: table(remotes.map(({ name, url }) => [name, url])) || 'no remotes' }
}

async function remove({ workspace, scope }: Session, input: Input): Promise<Outcome> {
  const name = required(input, 'the name of a remote')
  await removeRemote(workspace, scope, name)
  return { data: { removed: name }, text: `removed ${name}` }
}

function required(input: Input, what: string): string {
  const [, value] = input.arguments
  if (value === undefined) throw new TesseraError('USAGE', `${what} is missing`, { hint: 'tessera remote --help' })
  return value
}
