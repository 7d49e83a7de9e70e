import { watch } from '@tessera/ripple.watch'
import { openWorkspace } from '@tessera/workspace.files'
import { flag, type CommandSpec } from '../command.ts'

export const command: CommandSpec = {
  options: [['--no-test', 'do not run tests after each wave']],
  examples: [
    ['tessera watch', 'rebuild and test the dependents of every saved file'],
    ['tessera watch --json', 'the same, each event a line of JSON'],
  ],
  streams: true,
  async run(context, input) {
    const workspace = await openWorkspace(context.cwd)
    context.emit({ type: 'progress', task: 'watching, Ctrl-C ends it', done: 0 })
    await watch(workspace, { test: flag(input, 'test'), signal: context.signal }, context.emit)
    return { data: undefined }
  },
}
