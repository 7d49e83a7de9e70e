import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ignore from 'ignore'

/** Whether a path (folders with a slash at their end) is left out, by rules of one folder and relative to it. */
export type IgnoreRule = (path: string) => boolean

/** The workspace's own rules: `.gitignore` and `.bitignore` of its root. */
export function workspaceIgnore(root: string): IgnoreRule {
  return toRule([read(join(root, '.gitignore')), read(join(root, '.bitignore'))]) ?? none
}

/** The rules of a component or consumer: its `.bitignore`, else its `.gitignore`; undefined where it has neither. */
export function folderIgnore(dir: string, names: ReadonlySet<string>): IgnoreRule | undefined {
  const file = ['.bitignore', '.gitignore'].find((name) => names.has(name))
  return file === undefined ? undefined : toRule([read(join(dir, file))])
}

/** Folders that hold no sources, wherever they are. */
export function isIgnoredFolder(name: string): boolean {
  return name === 'node_modules' || name === '.git' || name === '.tessera'
}

/** Bit's fixed list of files that are never part of a component. */
export function isIgnoredFile(name: string): boolean {
  return FILES.has(name) || /^\.env\..*\.local$/.test(name)
}

/** What a component does not hold at its root: build output, and the configuration that tools write there. */
export function isIgnoredAtRoot(name: string): boolean {
  return ROOT_ONLY.has(name)
}

const FILES = new Set([
  '.DS_Store',
  '.env',
  '.env.local',
  'component.json',
  'package-lock.json',
  'yarn.lock',
  'package.json',
])

const ROOT_ONLY = new Set([
  'tsconfig.json',
  '.eslintrc.json',
  '.prettierrc.cjs',
  '.oxlintrc.json',
  '.oxlintrc.jsonc',
  'oxlint.config.ts',
  'oxlint.config.js',
])

const none: IgnoreRule = () => false

function toRule(texts: readonly string[]): IgnoreRule | undefined {
  if (texts.every((text) => text === '')) return undefined
  const rules = ignore()
  for (const text of texts) rules.add(text)
  return (path) => rules.ignores(path)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
