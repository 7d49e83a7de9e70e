import { posix } from 'node:path'

const INDEX = ['js', 'ts', 'jsx', 'tsx', 'cjs', 'mjs', 'mts', 'cts', 'css', 'scss', 'less', 'sass']

/** The main file as Bit finds it: the only file, an index, or the one named like the folder; undefined where there is none. */
export function findMainFile(rootDir: string, paths: readonly string[]): string | undefined {
  if (paths.length === 1) return paths[0]
  const there = new Set(paths)
  const names = [...INDEX.map((extension) => `index.${extension}`)]
  const like = posix.basename(rootDir)
  return [...names, ...INDEX.map((extension) => `${like}.${extension}`)].find((path) => there.has(path))
}
