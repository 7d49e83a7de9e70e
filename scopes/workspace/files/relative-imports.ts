import { statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { suggestion } from '@tessera/core.model'
import type { Diagnostic } from '@tessera/core.model'
import type { ImportRef } from './imports.ts'
import { ancestors } from './root-dir.ts'
import type { Seed } from './seed.ts'

export interface RelativeContext {
  /** Absolute. */
  readonly root: string
  readonly byFolder: ReadonlyMap<string, Seed>
}

type Fault = Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint'>

/** What is wrong with a relative import of a file; undefined if nothing is. */
export function relativeFault(seed: Seed, path: string, ref: ImportRef, context: RelativeContext): Fault | undefined {
  const specifier = ref.specifier.replace(/[?#].*$/, '')
  const target = specifier.startsWith('/') ? specifier : posix.join(seed.rootDir, posix.dirname(path), specifier)
  const inside = relativeTo(seed.rootDir, target)
  if (inside !== undefined) return insideFault(seed, inside, ref, context.root)
  const other = ownerOf(target, context.byFolder)
  if (other?.kind === 'component') {
    return {
      severity: 'error',
      code: 'RELATIVE_IMPORT',
      message: `"${ref.specifier}" reaches into the component ${other.key}`,
      hint: `import "${other.packageName}" instead`,
    }
  }
  const where = other === undefined ? 'outside of every component' : `in the consumer ${other.packageName}`
  return {
    severity: seed.kind === 'component' ? 'error' : 'warning',
    code: 'OUTSIDE_IMPORT',
    message: `"${ref.specifier}" is ${where}: ${seed.key} does not carry it along`,
    hint:
      other === undefined || seed.kind === 'component'
        ? `move the file into ${seed.rootDir}, or make it a component: tessera add <folder>`
        : `import "${other.packageName}" instead`,
  }
}

function insideFault(seed: Seed, target: string, ref: ImportRef, root: string): Fault | undefined {
  const candidates = candidatesFor(target)
  if (candidates.some((path) => seed.files.has(path))) return undefined
  const left = candidates.find((path) => isFile(join(root, seed.rootDir, path)))
  if (left === 'package.json' || (left !== undefined && seed.kind === 'consumer')) return undefined
  if (left === undefined) {
    return {
      severity: 'error',
      code: 'MISSING_FILE',
      message: `there is no file "${ref.specifier}"${suggestion(target, seed.files.keys())}`,
      hint: 'mend the path, or add the file',
    }
  }
  return {
    severity: 'error',
    code: 'IGNORED_FILE',
    message: `"${ref.specifier}" is ignored, so ${seed.key} does not carry it along`,
    hint: 'take it out of .gitignore and .bitignore, or do not import it',
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.d.mts', '.d.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']

/** What TypeScript writes in place of the extension of the JavaScript that is imported. */
const WRITTEN_FOR: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
}

function candidatesFor(target: string): readonly string[] {
  const extension = posix.extname(target)
  const stem = target.slice(0, target.length - extension.length)
  const index = target === '' ? 'index' : `${target}/index`
  return [
    target,
    ...(WRITTEN_FOR[extension] ?? []).map((other) => stem + other),
    ...EXTENSIONS.map((other) => target + other),
    ...EXTENSIONS.map((other) => index + other),
  ]
}

function ownerOf(target: string, byFolder: ReadonlyMap<string, Seed>): Seed | undefined {
  const folder = [target, ...ancestors(target)].find((dir) => byFolder.has(dir))
  return folder === undefined ? undefined : byFolder.get(folder)
}

/** The part of a path below a folder, without a slash at its end; undefined where it is not below it. */
function relativeTo(folder: string, path: string): string | undefined {
  const trimmed = path.replace(/\/+$/, '')
  if (trimmed === folder) return ''
  return trimmed.startsWith(`${folder}/`) ? trimmed.slice(folder.length + 1) : undefined
}
