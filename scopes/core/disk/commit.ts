import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { isRecord } from '@tessera/core.model'
import { isAbandoned, isTemporary, sweepTemporary, temporaryNames, temporaryPath } from './temporary.ts'
import { keepMode, makingFolder, naming, tryRemove, writeAtomic, writeTemporary } from './write-atomic.ts'

/** What becomes of one file. */
export interface FileChange {
  /** Absolute. */
  readonly path: string
  /** Without it the file goes, and with it the folders that are empty then. */
  readonly data?: string | Uint8Array
  /** Everybody who may read a new file may also run it. */
  readonly executable?: boolean
}

export interface Commits {
  /** Folder that changes are prepared in; on the disk of the files. */
  readonly folder: string
  /** Nothing outside it is ever touched. */
  readonly root: string
}

export interface CommitOptions {
  /** Wait until the disk has everything before the first file changes. False unless told. */
  readonly fsync?: boolean
}

interface Step {
  /** Name in the folder of commits; absent where the file goes. */
  readonly from?: string
  /** Relative to the root. */
  readonly to: string
}

interface PreparedStep extends Step {
  /** Second name for what is there before, until all is done. */
  readonly backup: string
}

/** A commit of another host that was prepared so long ago was given up. */
const SILENCE_MS = 600_000

/**
 * Changes files all or none, also where the process is killed in between: everything is prepared beside them first, then
 * one rename of a journal decides, and who comes next (`completeCommits`) does what a killed process had decided. What
 * the system refuses halfway is undone.
 */
export async function commitFiles(
  commits: Commits,
  changes: readonly FileChange[],
  { fsync = false }: CommitOptions = {},
): Promise<void> {
  const [first] = changes
  if (first === undefined) return
  if (changes.length === 1 && first.data !== undefined && first.executable !== true) {
    return writeAtomic(first.path, first.data, { fsync, folder: commits.folder })
  }
  const steps: PreparedStep[] = []
  let journal: string
  try {
    for (const change of changes) steps.push(prepare(commits, change))
    if (fsync) await flush(commits, steps)
    journal = writeJournal(commits, steps, fsync)
  } catch (error) {
    tidy(commits, steps)
    throw error
  }
  performOrUndo(commits, steps, journal)
}

/**
 * Completes what killed processes had decided to change, and takes away what they had only prepared. Where the system
 * refuses (somebody else's scope, a full disk) it stays to be done.
 */
export function completeCommits(commits: Commits): void {
  const names = temporaryNames(commits.folder)
  if (names.length === 0) return
  let left = false
  for (const name of names.filter((each) => each.endsWith('.commit'))) {
    const journal = join(commits.folder, name)
    if (!isAbandoned(journal, name, SILENCE_MS) || !complete(commits, journal)) left = true
  }
  if (!left) trySweep(commits.folder)
}

function prepare(commits: Commits, { path, data, executable }: FileChange): PreparedStep {
  const to = relative(commits.root, path).split(sep).join('/')
  if (!isAllowed(to)) throw new Error(`${path} is not below ${commits.root}`)
  const backup = temporaryPath(commits.folder)
  if (data === undefined) return { to, backup }
  const temporary = temporaryPath(commits.folder)
  try {
    writeTemporary(temporary, data, false)
    if (executable === true) allowRunning(temporary)
    keepMode(path, temporary)
  } catch (error) {
    tryRemove(temporary)
    throw naming(error, temporary, path)
  }
  return { from: basename(temporary), to, backup }
}

function allowRunning(path: string): void {
  const { mode } = statSync(path)
  chmodSync(path, mode | ((mode & 0o444) >> 2))
}

/** Sixteen at once: a disk takes them together, many times as fast. */
async function flush({ folder }: Commits, steps: readonly Step[]): Promise<void> {
  const queue = steps.flatMap(({ from }) => from ?? []).values()
  const worker = async (): Promise<void> => {
    for (const name of queue) {
      const file = await open(join(folder, name), 'r+')
      await file.sync().finally(() => file.close())
    }
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}

function writeJournal(commits: Commits, steps: readonly Step[], fsync: boolean): string {
  const journal = temporaryPath(commits.folder).replace(/\.tmp$/, '.commit')
  const decided = steps.map(({ from, to }) => ({ from, to }))
  writeAtomic(journal, JSON.stringify({ steps: decided }), { fsync, folder: commits.folder })
  return journal
}

/** Where not even undoing works, as on a disk that became read-only, the journal stays: who comes next goes on with it. */
function performOrUndo(commits: Commits, steps: readonly PreparedStep[], journal: string): void {
  const undo: (() => void)[] = []
  try {
    for (const step of steps) undo.push(perform(commits, step))
  } catch (error) {
    if (tryAll(undo.toReversed())) {
      rmSync(journal, { force: true })
      tidy(commits, steps)
    }
    throw error
  }
  rmSync(journal)
  for (const { backup } of steps) tryRemove(backup)
}

function tryAll(calls: readonly (() => void)[]): boolean {
  try {
    for (const call of calls) call()
    return true
  } catch {
    return false
  }
}

function tidy({ folder }: Commits, steps: readonly PreparedStep[]): void {
  for (const { from, backup } of steps) {
    tryRemove(backup)
    if (from !== undefined) tryRemove(join(folder, from))
  }
}

/** Does one step, and answers how to take it back: what was prepared is then where it was, too. */
function perform(commits: Commits, { from, to, backup }: PreparedStep): () => void {
  const path = join(commits.root, to)
  const prepared = from === undefined ? undefined : join(commits.folder, from)
  const existed = keepCopy(path, backup)
  if (prepared === undefined) remove(commits, path)
  else moveTo(prepared, path)
  return () => {
    if (prepared !== undefined && !existsSync(prepared)) keepCopy(path, prepared)
    if (existed) makingFolder(path, () => renameSync(backup, path))
    else rmSync(path, { force: true })
  }
}

/** A second name for the file, which costs no copy; false where there is none. */
function keepCopy(path: string, backup: string): boolean {
  try {
    linkSync(path, backup)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    copyFileSync(path, backup)
    return true
  }
}

function moveTo(from: string, path: string): void {
  try {
    makingFolder(path, () => renameSync(from, path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw naming(error, from, path)
    writeAtomic(path, readFileSync(from), { fsync: false })
  }
}

function remove(commits: Commits, path: string): void {
  rmSync(path, { force: true })
  for (let folder = dirname(path); folder !== resolve(commits.root); folder = dirname(folder)) {
    try {
      rmdirSync(folder)
    } catch {
      return
    }
  }
}

/** False where it could not be done. */
function complete(commits: Commits, journal: string): boolean {
  try {
    for (const { from, to } of readSteps(journal)) {
      const path = join(commits.root, to)
      if (from === undefined) remove(commits, path)
      else moveIfThere(join(commits.folder, from), path)
    }
    rmSync(journal, { force: true })
    return true
  } catch {
    return false
  }
}

/** A step that is done already has nothing left to move: so two that complete the same commit do not disturb each other. */
function moveIfThere(from: string, path: string): void {
  if (!existsSync(from)) return
  try {
    moveTo(from, path)
  } catch (error) {
    if (existsSync(from)) throw error
  }
}

/**
 * A journal may be anybody's: what leads out of the root, or to git's own files, is none of ours. One that a power cut
 * emptied decided nothing.
 */
function readSteps(journal: string): readonly Step[] {
  const steps = parseSteps(readFileSync(journal, 'utf8'))
  return Array.isArray(steps) && steps.every(isStep) ? steps : []
}

function parseSteps(text: string): unknown {
  try {
    const content: unknown = JSON.parse(text)
    return isRecord(content) ? content['steps'] : undefined
  } catch {
    return undefined
  }
}

function isStep(value: unknown): value is Step {
  if (!isRecord(value) || typeof value['to'] !== 'string' || !isAllowed(value['to'])) return false
  const { from } = value
  return from === undefined || (typeof from === 'string' && isTemporary(from))
}

function isAllowed(to: string): boolean {
  const parts = to.split('/')
  const git = parts.indexOf('.git')
  return !isAbsolute(to) && parts.every((part) => part !== '' && part !== '..') && (git < 0 || parts[git + 1] === 'bit')
}

function trySweep(folder: string): void {
  try {
    sweepTemporary(folder)
  } catch {
    // Somebody else's, or read-only.
  }
}
