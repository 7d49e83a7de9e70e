import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { tesseraBinary } from '../../scripts/demo/workspace.mjs'
import { measure, median } from '../measure.mjs'
import { domainsOf, edits, writeWorkspace } from '../workspace.mjs'
import { tagByBit } from './bit.mjs'

const SIZES = [100, 1000, 10_000]
/** The local scope and the one that is exported to. */
const STATE = ['ws/.git/bit', 'home']
const MANIFEST = JSON.stringify({
  name: 'bench',
  private: true,
  type: 'module',
  workspaces: ['components/*'],
  tessera: { remotes: { 'bench.all': 'file:../home' } },
})
const GIT = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'gc.auto=0']

const git = (cwd, ...args) => measure('git', [...GIT, ...args], { cwd })
const nothing = () => undefined
/** Of 10,000 components a run takes minutes where machines are busy: one must do. */
const runsOf = ({ size }) => (size < 10_000 ? 3 : 1)

/** `status-<size>`, `tag-<size>`, `export-<size>`, `import-<size>` of generated workspaces, and how all of them grow. */
export const scaleRows = {
  ...Object.fromEntries(
    SIZES.flatMap((size) => [
      [`status-${size}`, () => statusRow(size)],
      [`tag-${size}`, () => tagRow(size)],
      [`export-${size}`, () => exportRow(size)],
      [`import-${size}`, () => importRow(size)],
    ]),
  ),
  growth: growthRow,
}

/** Against `git status` of the same tree, which also looks at the generated manifests. */
async function* statusRow(size) {
  const space = await taggedWorkspace(size)
  const { ws } = space
  const ours = await timed.status(space)
  const theirs = await median(runsOf(space), nothing, () => git(ws, 'status'))
  yield { peer: 'git status', ours, theirs }
  yield {
    peer: 'git status (ours --quick)',
    ours: await median(runsOf(space), nothing, () => tessera(space, ws, 'status', '--quick')),
    theirs,
  }
  yield {
    peer: 'git status (no index)',
    ours: await median(
      runsOf(space),
      () => rmSync(join(ws, '.tessera'), { recursive: true, force: true }),
      () => tessera(space, ws, 'status'),
    ),
    theirs: await median(
      runsOf(space),
      () => git(ws, 'read-tree', 'HEAD'),
      () => git(ws, 'status'),
    ),
  }
}

/** A new field in the base, which all others reach: a version for each, without a build. */
async function* tagRow(size) {
  const ours = await timed.tag(await taggedWorkspace(size))
  if (size !== 100) return yield { line: figures(ours) }
  for (const { peer, theirs } of await tagByBit()) yield { peer, ours, theirs }
}

/** Against `git push` of the same tree, which is one commit and one pack. */
async function* exportRow(size) {
  const space = await taggedWorkspace(size)
  yield {
    peer: 'git push',
    ours: await timed.export(space),
    theirs: await median(
      runsOf(space),
      () => emptyRepository(space),
      () => git(space.ws, 'push', '-q', repositoryUrl(space), 'HEAD:main'),
    ),
  }
}

/** Against `git clone` of the same tree, over the transport that other hosts have, too. */
async function* importRow(size) {
  const space = await taggedWorkspace(size)
  const copy = join(space.folder, 'copy')
  const ours = await timed.import(space)
  await emptyRepository(space)
  await git(space.ws, 'push', '-q', repositoryUrl(space), 'HEAD:main')
  yield {
    peer: 'git clone',
    ours,
    theirs: await median(
      runsOf(space),
      () => rmSync(copy, { recursive: true, force: true }),
      () => git(space.folder, 'clone', '-q', '-b', 'main', repositoryUrl(space), copy),
    ),
  }
}

/** How many times the CPU of 1,000 components 10,000 take; n log n would be 13.3 times. */
async function* growthRow() {
  const [small, large] = [await taggedWorkspace(1000), await taggedWorkspace(10_000)]
  for (const [verb, time] of Object.entries(timed)) {
    const [before, after] = [await time(small), await time(large)]
    const times = (after.cpu / before.cpu).toFixed(1)
    yield { line: `${verb} times=${times} of_at_most=13.3 at_1000: ${figures(before)} at_10000: ${figures(after)}` }
  }
}

/** The median of each verb; the workspace is left as it was. */
const timers = {
  async status(space) {
    await settle(space)
    return median(runsOf(space), nothing, () => tessera(space, space.ws, 'status'))
  },
  async tag(space) {
    const edited = async (round) => {
      await restore(space)
      edits.base(space.ws, space.size, `tag${round}`)
    }
    const figure = await median(runsOf(space), edited, () =>
      tessera(space, space.ws, 'tag', '-m', 'next', '--skip-build'),
    )
    await restore(space)
    return figure
  },
  async export(space) {
    const figure = await median(
      runsOf(space),
      () => restore(space),
      () => tessera(space, space.ws, 'export'),
    )
    await restore(space)
    return figure
  },
  /** Into an empty workspace; the lock file is npm's work and is left out. */
  async import(space) {
    await restore(space)
    await tessera(space, space.ws, 'export')
    const copy = join(space.folder, 'copy')
    const figure = await median(
      runsOf(space),
      () => emptyWorkspace(space, copy),
      () => tessera(space, copy, 'import', 'bench.all/*', '--skip-dependency-installation'),
    )
    await restore(space)
    return figure
  },
}

/** The same, once for all rows of a run. */
const timed = Object.fromEntries(
  Object.entries(timers).map(([verb, time]) => [verb, (space) => (space.figures[verb] ??= time(space))]),
)

function tessera({ bin }, cwd, ...args) {
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  return measure(process.execPath, [tesseraBinary, ...args, '--json'], { cwd, env })
}

const made = new Map()

/** A workspace whose components have a first version, in git, with a home for versions; rows leave it as it was. */
async function taggedWorkspace(size) {
  if (!made.has(size)) made.set(size, await makeWorkspace(size))
  return made.get(size)
}

export async function makeWorkspace(size) {
  const folder = realpathSync(mkdtempSync(join(fastFolder(), 'tessera-bench-scale-')))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  const [ws, bin] = [join(folder, 'ws'), join(folder, 'bin')]
  const space = { folder, ws, bin, size, figures: {} }
  mkdirSync(bin)
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\n')
  chmodSync(join(bin, 'npm'), 0o755)
  writeWorkspace(ws, size, 'tessera', domainsOf)
  writeFileSync(join(ws, '.gitignore'), 'node_modules/\ndist/\n.tessera/\n')
  writeFileSync(join(ws, 'package.json'), MANIFEST)
  await git(ws, 'init', '-q', '-b', 'main')
  await tessera(space, folder, 'init', '--bare', '--name', 'bench.all', 'home')
  await tessera(space, ws, 'tag', '-m', 'first', '--skip-build')
  await git(ws, 'add', '.')
  await git(ws, 'commit', '-q', '-m', 'first')
  for (const part of STATE) cpSync(join(folder, part), join(folder, 'before', part), { recursive: true })
  return space
}

export async function restore({ folder, ws }) {
  await git(ws, 'checkout', '-q', '--', '.')
  for (const part of STATE) {
    rmSync(join(folder, part), { recursive: true, force: true })
    cpSync(join(folder, 'before', part), join(folder, part), { recursive: true })
  }
  // A copy is newer than its index of components, which would be made again.
  const now = new Date()
  for (const part of STATE) utimesSync(join(folder, part, 'index.json'), now, now)
}

/** Both tools have looked, and nothing is so new that an index could not be sure of it. */
async function settle(space) {
  await new Promise((resolve) => setTimeout(resolve, 3000))
  await git(space.ws, 'status')
  await tessera(space, space.ws, 'status')
}

async function emptyWorkspace({ folder, ws }, copy) {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy)
  writeFileSync(join(copy, 'package.json'), MANIFEST)
  for (const file of ['workspace.jsonc', 'tsconfig.json']) cpSync(join(ws, file), join(copy, file))
  await git(folder, 'init', '-q', '-b', 'main', copy)
}

async function emptyRepository(space) {
  const bare = join(space.folder, 'bare.git')
  rmSync(bare, { recursive: true, force: true })
  await git(space.folder, 'init', '-q', '--bare', bare)
}

function repositoryUrl({ folder }) {
  return pathToFileURL(join(folder, 'bare.git')).href
}

/**
 * A disk in memory where there is one. On ext4 the making of one file took 30 to 500 µs, by what else had been deleted in
 * the seconds before: that would drown the tools, git as well.
 */
function fastFolder() {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}

function figures({ cpu, wall, peakMb }) {
  return `cpu_s=${cpu.toFixed(2)} peak_mb=${peakMb.toFixed(0)} wall_s=${wall.toFixed(2)}`
}
