import { canonicalJson, isSnap, TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { formatBitmap, parseBitmap, type Bitmap, type BitmapEntry } from '@tessera/workspace.files'
import { versionHashOf } from './baseline.ts'
import { history } from './history.ts'
import { markDifferences } from './merge-text.ts'

export interface BitmapMerge {
  /** Text of `.bitmap` at the version that both come from; empty where there was none. */
  readonly base: string
  readonly ours: string
  readonly theirs: string
  /** Of one component that both sides changed differently. Without it that is a conflict. */
  readonly strategy?: 'ours' | 'theirs' | undefined
  /** Tells which of two versions comes after the other, as far as their objects are there. */
  readonly scope?: Scope | undefined
}

export interface MergedBitmap {
  /** With the markers of git around what could not be merged. */
  readonly text: string
  readonly conflicts: readonly BitmapConflict[]
}

export interface BitmapConflict {
  /** Name of the component, or a key of Bit. */
  readonly key: string
  /** What both sides changed: `version`, `rootDir`…; empty where one deleted what the other changed. */
  readonly fields: readonly string[]
}

/**
 * Merges two `.bitmap` files: the union of their components, and of one component what each side changed. Of two versions
 * the one that comes after the other is taken, where the scope knows.
 * @throws TesseraError those of `parseBitmap`, and where the result has two components in one folder
 */
export async function mergeBitmaps(input: BitmapMerge): Promise<MergedBitmap> {
  const [base, ours, theirs] = [input.base, input.ours, input.theirs].map(read) as [Bitmap, Bitmap, Bitmap]
  const conflicts: BitmapConflict[] = []
  const sides = [base, ours, theirs].map(byKey) as [Entries, Entries, Entries]
  const entries: Both<BitmapEntry>[] = []
  for (const key of keysOf(sides)) {
    const [o, a, b] = [sides[0].get(key), sides[1].get(key), sides[2].get(key)]
    const merged = await mergeEntry(input, { o, a, b })
    const fields = merged.conflicts
    if (fields !== undefined) conflicts.push({ key: (a ?? b ?? o)?.name ?? key, fields })
    entries.push(merged)
  }
  const rest = mergeRest(input, { o: base.rest, a: ours.rest, b: theirs.rest }, conflicts)
  const [mine, other] = (['a', 'b'] as const).map((side) =>
    formatBitmap({ entries: entries.flatMap((each) => each[side] ?? []), rest: rest[side] }),
  ) as [string, string]
  if (conflicts.length === 0) parseBitmap(mine)
  return { text: conflicts.length === 0 ? mine : markDifferences(mine, other, LABELS), conflicts }
}

const LABELS = { ours: 'ours', theirs: 'theirs' }

type Entries = ReadonlyMap<string, BitmapEntry>

/** What stands on each side of the result: the same, but in a conflict. */
interface Both<T> {
  readonly a?: T | undefined
  readonly b?: T | undefined
  readonly conflicts?: readonly string[] | undefined
}

interface Sides<T> {
  readonly o: T
  readonly a: T
  readonly b: T
}

function read(text: string): Bitmap {
  return text.trim() === '' ? { entries: [] } : parseBitmap(text)
}

/** Exported or not, a component is the same. */
function byKey({ entries }: Bitmap): Entries {
  return new Map(entries.map((entry) => [`${entry.scope || entry.defaultScope || ''}/${entry.name}`, entry]))
}

function keysOf(sides: readonly Entries[]): readonly string[] {
  return [...new Set(sides.flatMap((side) => [...side.keys()]))].toSorted()
}

async function mergeEntry(input: BitmapMerge, { o, a, b }: Sides<BitmapEntry | undefined>): Promise<Both<BitmapEntry>> {
  const decided = decide(input, { o, a, b })
  if (decided !== undefined) return { a: decided.a, b: decided.b }
  if (a === undefined || b === undefined) return { a, b, conflicts: [] }
  const fields = { o: flat(o), a: flat(a), b: flat(b) }
  const mine: Record<string, unknown> = {}
  const other: Record<string, unknown> = {}
  const conflicts: string[] = []
  for (const key of new Set([...Object.keys(fields.a), ...Object.keys(fields.b)])) {
    const sides = { o: fields.o[key], a: fields.a[key], b: fields.b[key] }
    const merged = decide(input, sides) ?? (key === 'version' ? await newer(input, a, b) : undefined)
    if (merged === undefined) conflicts.push(key)
    mine[key] = merged === undefined ? sides.a : merged.a
    other[key] = merged === undefined ? sides.b : merged.b
  }
  return { a: entryOf(mine), b: entryOf(other), ...(conflicts.length === 0 ? {} : { conflicts }) }
}

/** What one side left as it was follows the other; what both changed differently, the strategy. */
function decide<T>({ strategy }: BitmapMerge, { o, a, b }: Sides<T>): Both<T> | undefined {
  if (isSame(a, b) || isSame(b, o)) return { a, b: a }
  if (isSame(a, o)) return { a: b, b }
  if (strategy === 'ours') return { a, b: a }
  return strategy === 'theirs' ? { a: b, b } : undefined
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null)
}

/** An entry as fields that are merged by themselves; where it lives is one of them. */
function flat(entry: BitmapEntry | undefined): Readonly<Record<string, unknown>> {
  if (entry === undefined) return {}
  const { scope, defaultScope, rest, ...own } = entry
  const home = { scope, defaultScope: scope === '' ? defaultScope : undefined }
  return {
    ...own,
    home,
    ...Object.fromEntries(Object.entries(rest ?? {}).map(([key, value]) => [`rest.${key}`, value])),
  }
}

function entryOf(fields: Readonly<Record<string, unknown>>): BitmapEntry {
  const { home, ...own } = fields
  const { scope, defaultScope } = home as { readonly scope: string; readonly defaultScope?: string }
  const all = Object.entries(own).filter(([, value]) => value !== undefined)
  const rest = all.filter(([key]) => key.startsWith('rest.')).map(([key, value]) => [key.slice('rest.'.length), value])
  const known = Object.fromEntries(all.filter(([key]) => !key.startsWith('rest.'))) as Omit<BitmapEntry, 'scope'>
  return {
    ...known,
    scope,
    ...(defaultScope === undefined ? {} : { defaultScope }),
    ...(rest.length === 0 ? {} : { rest: Object.fromEntries(rest) as Record<string, unknown> }),
  }
}

/** The version whose history has the other. */
async function newer({ scope }: BitmapMerge, a: BitmapEntry, b: BitmapEntry): Promise<Both<string> | undefined> {
  if (a.version === '' || b.version === '') return { a: a.version || b.version, b: a.version || b.version }
  const id = { scope: a.scope || b.scope || a.defaultScope || '', name: a.name }
  const object = await scope?.readComponent(id)
  if (scope === undefined || object === undefined) return undefined
  const [ours, theirs] = [a, b].map(({ version }) => (isSnap(version) ? version : versionHashOf(object, version)))
  if (ours === undefined || theirs === undefined) return undefined
  const reaches = async (from: string, to: string): Promise<boolean> =>
    (await history(scope, id, from)).some(({ hash }) => hash === to)
  if (await reaches(ours, theirs)) return { a: a.version, b: a.version }
  return (await reaches(theirs, ours)) ? { a: b.version, b: b.version } : undefined
}

type Rest = Bitmap['rest']

function mergeRest(
  input: BitmapMerge,
  { o, a, b }: Sides<Rest>,
  conflicts: BitmapConflict[],
): { readonly a: NonNullable<Rest>; readonly b: NonNullable<Rest> } {
  const mine: Record<string, unknown> = {}
  const other: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])) {
    const sides = { o: o?.[key], a: a?.[key], b: b?.[key] }
    const merged = decide(input, sides)
    if (merged === undefined) conflicts.push({ key, fields: [] })
    const { a: ours, b: theirs } = merged ?? sides
    if (ours !== undefined) mine[key] = ours
    if (theirs !== undefined) other[key] = theirs
  }
  return { a: mine, b: other }
}

/** The error for a merge with conflicts. */
export function bitmapConflict(conflicts: readonly BitmapConflict[]): TesseraError {
  const names = conflicts.map(({ key, fields }) => (fields.length === 0 ? key : `${key} (${fields.join(', ')})`))
  return new TesseraError('BITMAP_CONFLICT', `both sides changed ${names.join(', ')} in .bitmap`, {
    hint: [
      'keep one side between the markers and delete the lines with <<<<<<<, ======= and >>>>>>>, then `git add .bitmap`;',
      'if neither version has the other in its history, run `tessera import`, then `tessera merge`',
    ].join('\n    '),
    exitCode: 1,
  })
}
