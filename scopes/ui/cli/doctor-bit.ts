import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Workspace } from '@tessera/workspace.files'
import { readJson, type Check } from './doctor-checks.ts'

/** The packages that bring a `bit`; the first is an optional peer of this one. */
const PACKAGES = ['@teambit/bit', 'bit-bin']

/** A command line of Bit that was found. */
interface FoundBit {
  readonly version: string
  readonly path: string
}

/** Which `bit` there is, and whether this workspace and its scopes suit it. It is not run. */
export function checkBit(env: NodeJS.ProcessEnv, root: string, workspace: Workspace | undefined): Check {
  const name = 'bit'
  const found = inModules(root) ?? onPath(env)
  if (found === undefined) return { name, state: 'ok', message: 'none here; Tessera needs none' }
  const message = `bit ${found.version}, ${found.path}`
  const major = Number(found.version.split('.')[0])
  if (found.version === 'unknown') {
    return { name, state: 'warn', message, hint: 'docs/for-bit-users.md tells which versions were tried' }
  }
  const isOld = found.version.startsWith('0.0.') || (major > 2 && major < 15)
  if (!isOld) return { name, state: 'ok', message: `${message}: reads this workspace and its scopes` }
  if (workspace?.bitmap.writtenBy !== undefined) {
    return { name, state: 'ok', message: `${message}: the workspace is one of its own, Tessera only reads it` }
  }
  const hint = 'set BIT_FEATURES=lanes, and import from the scopes into a workspace of its own'
  return { name, state: 'warn', message: `${message}: shares scopes, but does not read this .bitmap`, hint }
}

function inModules(root: string): FoundBit | undefined {
  for (const name of PACKAGES) {
    const folder = join(root, 'node_modules', name)
    const version = readJson(join(folder, 'package.json'))?.['version']
    if (typeof version === 'string') return { version, path: folder }
  }
  return undefined
}

function onPath(env: NodeJS.ProcessEnv): FoundBit | undefined {
  const names = process.platform === 'win32' ? ['bit.cmd', 'bit.exe'] : ['bit', 'bbit']
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name)
      if (folder !== '' && existsSync(path)) return { version: versionOf(path), path }
    }
  }
  return undefined
}

/** Of the package that the command lies in. */
function versionOf(command: string): string {
  for (let folder = dirname(realpathSync(command)); ; folder = dirname(folder)) {
    const manifest = readJson(join(folder, 'package.json'))
    if (PACKAGES.includes(String(manifest?.['name'])) && typeof manifest?.['version'] === 'string') {
      return manifest['version']
    }
    if (dirname(folder) === folder) return 'unknown'
  }
}
