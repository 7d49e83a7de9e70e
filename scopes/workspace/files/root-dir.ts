/** What is wrong with a component's folder as written in `.bitmap`, as the end of a sentence; undefined if nothing. */
export function rootDirFault(rootDir: string): string | undefined {
  if (rootDir === '' || rootDir === '.') return 'is the workspace itself'
  if (/[\\<>|?*:"]/.test(rootDir)) return 'has a character that is no good on some file systems'
  const parts = rootDir.split('/')
  if (parts.includes('..')) return 'leaves the workspace'
  return parts.includes('.') || parts.includes('') ? 'has an empty or "." part' : undefined
}

/** The first pair of folders of which one lies in the other, or is the same. */
export function findNested(rootDirs: readonly string[]): readonly [outer: string, inner: string] | undefined {
  const all = new Set<string>()
  for (const dir of rootDirs) {
    if (all.has(dir)) return [dir, dir]
    all.add(dir)
  }
  for (const inner of rootDirs) {
    const outer = ancestors(inner).find((dir) => all.has(dir))
    if (outer !== undefined) return [outer, inner]
  }
  return undefined
}

/** `a/b/c` lies in `a/b` and `a`: nearest first. */
export function ancestors(path: string): readonly string[] {
  const result: string[] = []
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) result.push(path.slice(0, at))
  return result
}
