import { once } from 'node:events'
import { statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import { startEmbeddedBroker } from '@tessera/runtime.broker'
import type { CommandSpec } from '../command.ts'

export const command: CommandSpec = {
  arguments: [['<folder>', 'where its messages are kept; made where there is none']],
  examples: [['tessera broker ./data', 'run the embedded broker until Ctrl-C; clients use embedded:./data']],
  streams: true,
  async run(context, input) {
    const folder = resolve(context.cwd, input.arguments[0] ?? '.')
    assertNoFile(folder)
    const server = await startEmbeddedBroker(folder, {
      onWarning: (message) => context.emit({ type: 'progress', task: message, done: 0 }),
    })
    if (server === undefined) {
      throw new TesseraError('BROKER_RUNS', `the broker of ${folder} runs already, in another process`, {
        exitCode: 1,
        hint: `use it as embedded:${folder}, or choose another folder`,
      })
    }
    context.emit({ type: 'progress', task: `${server.url} runs, Ctrl-C ends it`, done: 0 })
    if (!context.signal.aborted) await Promise.race([once(context.signal, 'abort'), server.closed])
    await server.close()
    const shown = relative(context.cwd, folder) || '.'
    return { data: { url: server.url }, text: `ended; what was confirmed stays in ${shown}` }
  },
}

function assertNoFile(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== false) return
  throw new TesseraError('NO_SUCH_FOLDER', `${folder} is a file, a broker keeps a folder`, {
    hint: 'name a folder; it is made where there is none',
  })
}
