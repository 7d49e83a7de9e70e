import { posix } from 'node:path'
import { isSchemaFile } from './contract-kind.ts'

const INDEX = ['js', 'ts', 'jsx', 'tsx', 'cjs', 'mjs', 'mts', 'cts', 'css', 'scss', 'less', 'sass']

/**
 * The main file as Bit finds it: the only file, an index, or the one named like the folder; else what makes a contract
 * of it; undefined where there is none.
 */
export function findMainFile(rootDir: string, paths: readonly string[]): string | undefined {
  if (paths.length === 1) return paths[0]
  const there = new Set(paths)
  const names = [...INDEX.map((extension) => `index.${extension}`)]
  const like = posix.basename(rootDir)
  const contract = ['contract.ts', 'contract.json', ...paths.filter(isSchemaFile)]
  return [...names, ...INDEX.map((extension) => `${like}.${extension}`), ...contract].find((path) => there.has(path))
}
