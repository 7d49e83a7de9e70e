import { sha256 } from '@tessera/core.model'
import { namedModules, packageOf } from './declarations.ts'
import { stripComments } from './strip-comments.ts'

/** One emitted file of a node. */
export interface EmittedText {
  /** Relative to `dist`. */
  readonly path: string
  readonly text: string
}

export interface DeclarationFacts {
  /** Declarations without comments, as one text. */
  readonly text: string
  /** Packages that they name. */
  readonly packages: readonly string[]
  /** Relative specifiers that lead out of the node's folder: types that cannot be named by package. */
  readonly escaping: readonly string[]
}

const DECLARATION = /\.d\.[cm]?ts$/

/** What the declarations among `files` say to dependents. */
export function declarationFacts(files: readonly EmittedText[]): DeclarationFacts {
  const packages = new Set<string>()
  const escaping = new Set<string>()
  let text = ''
  for (const file of files) {
    if (!DECLARATION.test(file.path)) continue
    const stripped = stripComments(file.text)
    text += `${file.path}\n${stripped}\n`
    for (const specifier of namedModules(stripped)) {
      const name = packageOf(specifier)
      if (name !== undefined) packages.add(name)
      else if (escapes(file.path, specifier)) escaping.add(specifier)
    }
  }
  return { text, packages: [...packages].toSorted(), escaping: [...escaping] }
}

export interface InterfaceParts {
  /** Of each node of the unit. */
  readonly declarations: readonly string[]
  /** How each node is entered: its `exports`. */
  readonly entries: readonly string[]
  /** Interface hash of every other unit that the declarations name, by unit id. */
  readonly named: Readonly<Record<string, string>>
  /** What identifies the external packages that the declarations name. */
  readonly external: string
}

/** Equal hashes: dependents cannot tell the difference. */
export function interfaceHash(parts: InterfaceParts): string {
  return hashOf(['interface', parts.declarations, parts.entries, sorted(parts.named), parts.external])
}

/** `own`: sources, manifest facts, options, tools, external packages. `interfaces`: of every unit it imports, by id. */
export function checkKey(own: string, interfaces: Readonly<Record<string, string>>): string {
  return hashOf(['check', own, sorted(interfaces)])
}

/** What runs when a node runs: its own JavaScript and data, and the same of all that it imports. */
export function runHash(own: string, imported: Readonly<Record<string, string>>): string {
  return hashOf(['run', own, sorted(imported)])
}

export function hashOf(value: unknown): string {
  return sha256(JSON.stringify(value))
}

function sorted(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function escapes(path: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return false
  let depth = path.split('/').length - 1
  for (const part of specifier.split('/')) {
    if (part === '..') depth -= 1
    else if (part !== '.') depth += 1
    if (depth < 0) return true
  }
  return false
}
