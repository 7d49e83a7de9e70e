import type { VersionObject } from './types.ts'

/** One version of each circle of versions that come after each other; without circles none. */
export function selfAncestors(versions: ReadonlyMap<string, VersionObject>): readonly string[] {
  const done = new Set<string>()
  const found: string[] = []
  for (const start of versions.keys()) {
    const path = new Set<string>()
    const stack: [hash: string, leaving: boolean][] = [[start, false]]
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const [hash, leaving] = next
      if (leaving) {
        path.delete(hash)
        done.add(hash)
      } else if (path.has(hash)) found.push(hash)
      else if (!done.has(hash)) {
        path.add(hash)
        stack.push(
          [hash, true],
          ...(versions.get(hash)?.parents ?? []).map((parent): [string, boolean] => [parent, false]),
        )
      }
    }
  }
  return found
}
