import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { suggestion, TesseraError } from '@tessera/core.model'
import type { Broker, DeadLetter } from '@tessera/runtime.broker'
import { table } from '@tessera/ui.terminal'
import { type CommandSpec, type Outcome, positiveOption, textOption } from '../command.ts'
import { openNamedBroker } from './broker-source.ts'

export const command: CommandSpec = {
  arguments: [
    ['<action>', 'list, replay or discard'],
    ['<broker>', 'its URL, such as embedded:./data or amqp://localhost'],
    ['[address]', 'of one channel or contract; all where none is given'],
  ],
  options: [
    ['--id <id>', 'one message only'],
    ['--limit <n>', 'list: how many at most (default: 100)'],
  ],
  examples: [
    ['tessera dead-letters list embedded:./data', 'what no subscriber could handle, oldest first, and why'],
    ['tessera dead-letters replay embedded:./data acme.payments/payment-jobs/charges', 'hand them out once more'],
  ],
  async run(context, input) {
    const [action = '', url = '', address] = input.arguments
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
    if (act === undefined)
      throw new TesseraError('USAGE', `"${action}" is no action${suggestion(action, Object.keys(ACTIONS))}`, {
        hint: 'list, replay or discard',
      })
    const id = textOption(input, 'id')
    const filter = { address, ids: id === undefined ? undefined : [id], limit: positiveOption(input, 'limit') }
    assertFolder(context.cwd, url)
    await using broker = await openNamedBroker(url)
    return await act(broker, filter)
  },
}

/** The embedded broker would make the folder, and then say that it holds nothing. */
function assertFolder(cwd: string, url: string): void {
  const [, folder] = /^embedded:(.+)$/.exec(url) ?? []
  if (folder === undefined || statSync(resolve(cwd, folder), { throwIfNoEntry: false })?.isDirectory() === true) return
  throw new TesseraError('NO_SUCH_FOLDER', `${folder} is no folder of an embedded broker`, {
    hint: 'name the folder that the services were given: embedded:./data',
  })
}

type Filter = NonNullable<Parameters<Broker['deadLetters']['list']>[0]>

const ACTIONS: Readonly<Record<string, (broker: Broker, filter: Filter) => Promise<Outcome>>> = {
  async list({ deadLetters }, filter) {
    const letters = await deadLetters.list(filter)
    return { data: letters.map(outline), text: letters.length === 0 ? 'no dead letters' : table(letters.map(row)) }
  },
  async replay({ deadLetters }, filter) {
    const replayed = await deadLetters.replay(filter)
    return { data: { replayed }, text: `${replayed} replayed` }
  },
  async discard({ deadLetters }, filter) {
    const discarded = await deadLetters.discard(filter)
    return { data: { discarded }, text: `${discarded} discarded` }
  },
}

/** Without its body, which may be private. */
function outline({ address, group, message, reason, attempts, publishedAt, deadAt }: DeadLetter): object {
  return { id: message.id, address, group, reason, attempts, publishedAt, deadAt, bytes: message.body.length }
}

function row({ address, group, message, reason, attempts }: DeadLetter): string[] {
  return [message.id, address, group, `${attempts} attempts`, reason.code, reason.message]
}
