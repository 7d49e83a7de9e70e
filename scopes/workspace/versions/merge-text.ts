import { diff3Merge, diffComm } from 'node-diff3'

export interface ThreeTexts {
  readonly base: string
  readonly ours: string
  readonly theirs: string
}

/** What stands behind the markers of a conflict. */
export interface Labels {
  readonly ours: string
  readonly theirs: string
}

export interface MergedText {
  /** With markers where both sides changed the same lines. */
  readonly text: string
  readonly conflict: boolean
}

/**
 * Merges two texts that were one, line by line, as git does; what both sides changed alike is no conflict. Line ends are
 * to be LF.
 */
export function mergeText({ base, ours, theirs }: ThreeTexts, labels: Labels): MergedText {
  const [a, o, b] = [ours, base, theirs].map((text) => text.split('\n')) as [string[], string[], string[]]
  const lines: string[] = []
  let conflict = false
  for (const region of diff3Merge(a, o, b, { excludeFalseConflicts: true })) {
    lines.push(...(region.ok ?? []))
    if (region.conflict === undefined) continue
    conflict = true
    lines.push(...markersAround(region.conflict, labels))
  }
  return { text: lines.join('\n'), conflict }
}

/** Both texts in one, with markers around every difference. */
export function markDifferences(ours: string, theirs: string, labels: Labels): string {
  return diffComm(ours.split('\n'), theirs.split('\n'))
    .flatMap((part) => part.common ?? markersAround({ a: part.buffer1, b: part.buffer2 }, labels))
    .join('\n')
}

function markersAround(
  { a, b }: { readonly a: readonly string[]; readonly b: readonly string[] },
  labels: Labels,
): string[] {
  return [`<<<<<<< ${labels.ours}`, ...a, '=======', ...b, `>>>>>>> ${labels.theirs}`]
}

/** The line, from 1, of the first marker of a conflict that was not resolved. */
export function conflictLine(text: string): number | undefined {
  const start = /^<{7} .*$/m.exec(text)
  if (start === null || !/^={7}$/m.test(text) || !/^>{7} /m.test(text)) return undefined
  return text.slice(0, start.index).split('\n').length
}
