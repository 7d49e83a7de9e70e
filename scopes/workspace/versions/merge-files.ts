import { isBinary } from '@tessera/scope.objects'
import { mapLimited } from './map-limited.ts'
import { mergeText } from './merge-text.ts'
import type { Labels } from './merge-text.ts'

/** What becomes of a file that both sides changed where they cannot be merged: markers, or one side's whole file. */
export type MergeStrategy = 'manual' | 'ours' | 'theirs'

/** Bit's words: `manual` has markers, or waits for a decision; `overridden` and `unchanged` were decided by strategy. */
export type MergeStatus = 'added' | 'updated' | 'removed' | 'merged' | 'manual' | 'overridden' | 'unchanged'

export interface MergedFile {
  readonly path: string
  readonly status: MergeStatus
  /** What is to be written; absent where the file goes, or stays as it is. */
  readonly body?: Buffer
  /** Why the two sides did not merge, in words. */
  readonly conflict?: string
}

/** The files of one side: path to Source hash. */
export interface MergeSide {
  readonly files: ReadonlyMap<string, string>
  /** Bytes with the line ends they are recorded with. */
  read(path: string, hash: string): Promise<Buffer>
}

export interface MergeInput {
  /** What both come from. */
  readonly base: MergeSide
  readonly ours: MergeSide
  readonly theirs: MergeSide
  readonly labels: Labels
  /** Without it a conflict is left as `manual`, for the caller to refuse. */
  readonly strategy?: MergeStrategy | undefined
  /** Is written by the build: theirs is taken whole, and made anew from what was merged. */
  readonly isGenerated: (path: string) => boolean
}

/** Every file that the merge touches or that both sides changed, sorted by path. Nothing is written. */
export async function mergeFiles(input: MergeInput): Promise<readonly MergedFile[]> {
  const { base, ours, theirs } = input
  const paths = [...new Set([...base.files.keys(), ...ours.files.keys(), ...theirs.files.keys()])].toSorted()
  const merged = await mapLimited(paths, (path) => mergeFile(input, path))
  return merged.filter((file) => file !== undefined)
}

async function mergeFile(input: MergeInput, path: string): Promise<MergedFile | undefined> {
  const [o, a, b] = [input.base, input.ours, input.theirs].map(({ files }) => files.get(path))
  if (a === b || b === o) return undefined
  if (a === o || (input.isGenerated(path) && b !== undefined)) return takeTheirs(input, path)
  if (a === undefined) return decide(input, path, { conflict: 'deleted here, changed there', survivor: 'theirs' })
  if (b === undefined) return decide(input, path, { conflict: 'changed here, deleted there', survivor: 'ours' })
  const [ours, theirs, before] = await Promise.all([
    input.ours.read(path, a),
    input.theirs.read(path, b),
    o === undefined ? Buffer.alloc(0) : input.base.read(path, o),
  ])
  if (isBinary(ours) || isBinary(theirs)) {
    return decide(input, path, { conflict: 'binary file, changed on both sides', survivor: 'ours' })
  }
  const texts = { base: before.toString(), ours: ours.toString(), theirs: theirs.toString() }
  const { text, conflict } = mergeText(texts, input.labels)
  if (!conflict) return { path, status: 'merged', body: Buffer.from(text) }
  return decide(input, path, { conflict: 'both sides changed the same lines', marked: Buffer.from(text) })
}

interface Conflict {
  readonly conflict: string
  readonly marked?: Buffer
  /** Which side a file without lines is kept from until it is decided. */
  readonly survivor?: 'ours' | 'theirs'
}

async function decide(input: MergeInput, path: string, { conflict, marked, survivor }: Conflict): Promise<MergedFile> {
  const { strategy } = input
  if (strategy === 'ours') return { path, status: 'unchanged', conflict }
  if (strategy === 'theirs') return { ...(await takeTheirs(input, path)), status: 'overridden', conflict }
  if (marked !== undefined) return { path, status: 'manual', body: marked, conflict }
  const kept = survivor === 'theirs' ? await takeTheirs(input, path) : {}
  return { ...kept, path, status: 'manual', conflict }
}

async function takeTheirs({ ours, theirs }: MergeInput, path: string): Promise<MergedFile> {
  const hash = theirs.files.get(path)
  if (hash === undefined) return { path, status: 'removed' }
  return { path, status: ours.files.has(path) ? 'updated' : 'added', body: await theirs.read(path, hash) }
}
