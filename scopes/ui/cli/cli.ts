import type { CommandSpec } from './command.ts'
import { runCommand, type Terminal } from './run.ts'

export interface CommandEntry {
  readonly group: 'start' | 'look' | 'contracts' | 'build' | 'components' | 'versions' | 'share'
  readonly summary: string
  readonly load: () => Promise<{ readonly command: CommandSpec }>
}

/** Every command, declared once; the file of one is loaded when it is called. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  init: { group: 'start', summary: 'make a workspace, or a bare scope', load: () => import('./commands/init.ts') },
  create: {
    group: 'start',
    summary: 'start a contract and its components',
    load: () => import('./commands/create.ts'),
  },
  add: { group: 'start', summary: 'track a folder as a component', load: () => import('./commands/add.ts') },
  doctor: {
    group: 'start',
    summary: 'check what Tessera needs, here and around',
    load: () => import('./commands/doctor.ts'),
  },
  completion: {
    group: 'start',
    summary: 'let a shell complete commands, options and components',
    load: () => import('./commands/completion.ts'),
  },
  status: { group: 'look', summary: 'what is new, modified, staged', load: () => import('./commands/status.ts') },
  list: {
    group: 'look',
    summary: 'components of the workspace or of a scope',
    load: () => import('./commands/list.ts'),
  },
  show: { group: 'look', summary: 'one component in full', load: () => import('./commands/show.ts') },
  graph: { group: 'look', summary: 'who depends on whom', load: () => import('./commands/graph.ts') },
  dependents: { group: 'look', summary: 'who depends on a component', load: () => import('./commands/dependents.ts') },
  log: { group: 'look', summary: 'versions of a component', load: () => import('./commands/log.ts') },
  diff: { group: 'look', summary: 'changes since a version', load: () => import('./commands/diff.ts') },
  generate: { group: 'contracts', summary: 'sources from contracts', load: () => import('./commands/generate.ts') },
  breaking: {
    group: 'contracts',
    summary: 'what changes of contracts break, and for whom',
    load: () => import('./commands/breaking.ts'),
  },
  impact: {
    group: 'contracts',
    summary: 'who uses what a contract changes, and still type-checks',
    load: () => import('./commands/impact.ts'),
  },
  contract: {
    group: 'contracts',
    summary: 'contracts from and to OpenAPI, AsyncAPI, JSON Schema and Postman',
    load: () => import('./commands/contract.ts'),
  },
  mock: { group: 'contracts', summary: 'mock data from a contract', load: () => import('./commands/mock.ts') },
  check: {
    group: 'contracts',
    summary: 'whether a running provider keeps to its contract',
    load: () => import('./commands/check.ts'),
  },
  broker: {
    group: 'contracts',
    summary: 'run the embedded broker of a folder',
    load: () => import('./commands/broker.ts'),
  },
  'dead-letters': {
    group: 'contracts',
    summary: 'messages that no subscriber could handle',
    load: () => import('./commands/dead-letters.ts'),
  },
  build: {
    group: 'build',
    summary: 'generate, type-check and emit what changed',
    load: () => import('./commands/build.ts'),
  },
  test: { group: 'build', summary: 'build, then test what changed', load: () => import('./commands/test.ts') },
  watch: {
    group: 'build',
    summary: 'rebuild the dependents of every saved file',
    load: () => import('./commands/watch.ts'),
  },
  remove: {
    group: 'components',
    summary: 'take components out of the workspace',
    load: () => import('./commands/remove.ts'),
  },
  delete: {
    group: 'components',
    summary: 'mark components as deleted, or delete them from a scope',
    load: () => import('./commands/delete.ts'),
  },
  recover: { group: 'components', summary: 'take a deletion back', load: () => import('./commands/recover.ts') },
  deprecate: {
    group: 'components',
    summary: 'say that nobody is to begin using a component',
    load: () => import('./commands/deprecate.ts'),
  },
  undeprecate: {
    group: 'components',
    summary: 'take a deprecation back',
    load: () => import('./commands/undeprecate.ts'),
  },
  rename: { group: 'components', summary: 'give a component another name', load: () => import('./commands/rename.ts') },
  move: {
    group: 'components',
    summary: 'move a component to another folder',
    load: () => import('./commands/move.ts'),
  },
  fork: {
    group: 'components',
    summary: 'begin a component as a copy of another',
    load: () => import('./commands/fork.ts'),
  },
  eject: {
    group: 'components',
    summary: 'use components as packages, not as sources',
    load: () => import('./commands/eject.ts'),
  },
  snap: {
    group: 'versions',
    summary: 'make versions without a number of what changed',
    load: () => import('./commands/snap.ts'),
  },
  tag: { group: 'versions', summary: 'make versions of what changed', load: () => import('./commands/tag.ts') },
  reset: {
    group: 'versions',
    summary: 'take back versions that were not exported',
    load: () => import('./commands/reset.ts'),
  },
  checkout: {
    group: 'versions',
    summary: 'switch components to a version',
    load: () => import('./commands/checkout.ts'),
  },
  merge: {
    group: 'versions',
    summary: 'bring together what was made here and elsewhere',
    load: () => import('./commands/merge.ts'),
  },
  git: {
    group: 'versions',
    summary: 'let git merge .bitmap by components',
    load: () => import('./commands/git.ts'),
  },
  import: { group: 'share', summary: 'bring components from their scopes', load: () => import('./commands/import.ts') },
  export: { group: 'share', summary: 'send versions to their scopes', load: () => import('./commands/export.ts') },
  publish: {
    group: 'share',
    summary: 'versions as packages of an npm registry',
    load: () => import('./commands/publish.ts'),
  },
  ripple: {
    group: 'share',
    summary: 'bring dependents in other scopes to the newest of what they depend on',
    load: () => import('./commands/ripple.ts'),
  },
  remote: { group: 'share', summary: 'where scopes live', load: () => import('./commands/remote.ts') },
  verify: { group: 'share', summary: 'find and mend damage in a scope', load: () => import('./commands/verify.ts') },
  gc: { group: 'share', summary: 'remove what nothing reaches', load: () => import('./commands/gc.ts') },
  link: { group: 'share', summary: 'link components into node_modules', load: () => import('./commands/link.ts') },
}

/**
 * Runs one command line, without the program's name.
 * @returns the exit code: 0 fine, 1 a finding, 2 usage or configuration, 3 internal
 */
export function main(argv: readonly string[], terminal: Terminal = process): Promise<number> {
  return runCommand(argv, commands, terminal)
}
