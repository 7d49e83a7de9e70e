import { suggestion } from '@tessera/core.model'
import type { Diagnostic } from '@tessera/core.model'
import type { Seed } from './seed.ts'

export interface ComponentState {
  readonly mainFile: string
  /** The folder is there. */
  readonly exists: boolean
}

/** What is wrong with the folder of a component as a whole. */
export function componentIssues(seed: Seed, { mainFile, exists }: ComponentState): readonly Diagnostic[] {
  const report = errorOf(seed)
  if (!exists) {
    const hint = 'bring the folder back from git, or take the entry out of .bitmap'
    return [report({ code: 'MISSING_FOLDER', message: `the folder ${seed.rootDir} is gone`, hint })]
  }
  if (seed.files.size === 0) {
    const hint = 'add a file, or take away the rules of .gitignore and .bitignore that leave out all'
    return [report({ code: 'EMPTY_COMPONENT', message: `${seed.rootDir} has no files of a component`, hint })]
  }
  const issues: Diagnostic[] = []
  if (!seed.files.has(mainFile)) {
    const message = `the main file "${mainFile}" is missing${suggestion(mainFile, seed.files.keys())}`
    issues.push(report({ code: 'NO_MAIN_FILE', message, hint: 'add the file, or mend "mainFile" in .bitmap' }))
  }
  const derived = seed.files.get('derived.json')?.derived
  if (typeof derived === 'string') {
    const message = `derived.json ${derived}`
    issues.push(report({ code: 'INVALID_DERIVED', message, hint: 'tessera generate --upgrade', file: 'derived.json' }))
  }
  return issues
}

/** Names that cannot be carried to every file system; Bit refuses them. */
export function pathIssues(seed: Seed): readonly Diagnostic[] {
  if (seed.kind === 'consumer') return []
  const report = errorOf(seed)
  const lower = new Map<string, string>()
  return [...seed.files.keys()].flatMap((file) => {
    const other = lower.get(file.toLowerCase())
    lower.set(file.toLowerCase(), file)
    if (other !== undefined) {
      const message = `${file} and ${other} are one file where upper and lower case do not count`
      return [report({ code: 'CASE_CLASH', message, hint: 'rename one of them', file })]
    }
    if (!/[<>|?*:"\\]/.test(file)) return []
    const message = `the file name ${file} has a character that is no good on some file systems`
    return [report({ code: 'INVALID_FILE_NAME', message, hint: 'rename the file', file })]
  })
}

/** Two nodes of one package name: npm would install only one of them. */
export function duplicatePackages(seeds: readonly Seed[]): ReadonlyMap<Seed, readonly Diagnostic[]> {
  const first = new Map<string, Seed>()
  const result = new Map<Seed, readonly Diagnostic[]>()
  for (const seed of seeds) {
    const other = first.get(seed.packageName)
    first.set(seed.packageName, other ?? seed)
    if (other === undefined) continue
    const message = `${seed.rootDir} and ${other.rootDir} are both the package "${seed.packageName}"`
    result.set(seed, [errorOf(seed)({ code: 'DUPLICATE_PACKAGE', message, hint: 'rename one of them' })])
  }
  return result
}

interface Fault {
  readonly code: string
  readonly message: string
  readonly hint: string
  /** Relative to the node's folder; by default the folder itself is the place. */
  readonly file?: string
}

function errorOf(seed: Seed): (fault: Fault) => Diagnostic {
  return ({ code, message, hint, file }) => {
    const location = { file: file === undefined ? seed.rootDir : `${seed.rootDir}/${file}` }
    return { severity: 'error', code, message, hint, location, node: seed.key }
  }
}
