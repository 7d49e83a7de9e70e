import type { CommandSpec } from '../command.ts'
import { command as build, runBuild } from './build.ts'

export const command: CommandSpec = {
  ...build,
  examples: [
    ['tessera test', 'build, then run the tests whose inputs changed'],
    ['tessera test storefront', 'one consumer'],
    ['tessera test --affected --since origin/main', 'in CI: what this branch touches'],
  ],
  run: (context, input) => runBuild(context, input, { test: true }),
}
