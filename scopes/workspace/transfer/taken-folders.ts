/** The folders that components have already. */
export interface TakenFolders {
  has(folder: string): boolean
  add(folder: string): void
  /** One that the folder lies in, or that lies in it. */
  around(folder: string): string | undefined
}

export function takenFolders(folders: Iterable<string>): TakenFolders {
  const taken = new Set<string>()
  /** A folder above others, to one of these. */
  const above = new Map<string, string>()
  const add = (folder: string): void => {
    taken.add(folder)
    for (const parent of parentsOf(folder)) above.set(parent, folder)
  }
  for (const folder of folders) add(folder)
  return {
    add,
    has: (folder) => taken.has(folder),
    around: (folder) => above.get(folder) ?? parentsOf(folder).find((parent) => taken.has(parent)),
  }
}

function parentsOf(folder: string): readonly string[] {
  const parts = folder.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
