import { join } from 'node:path'
import { isRecord, isScopeName, suggestion, TesseraError } from '@tessera/core.model'
import { keyLine, parseJsonc } from './jsonc.ts'
import { editJson } from './json-text.ts'
import type { Settings, Workspace } from './types.ts'
import { readIfThere } from './read-if-there.ts'
import { writeAtomic } from './write-atomic.ts'

const FILE = 'package.json'

export const DEFAULT_SETTINGS: Settings = { remotes: {}, consumers: ['consumers/*'], afterExport: '' }

/**
 * Tessera's settings in the text of the root package.json, with the defaults for what it does not say.
 * @throws TesseraError `INVALID_SETTINGS`, `INVALID_PACKAGE_JSON`
 */
export function parseSettings(manifest: string | undefined): Settings {
  if (manifest === undefined) return DEFAULT_SETTINGS
  const content = parseJsonc({ file: FILE, text: manifest, code: 'INVALID_PACKAGE_JSON', strict: true })
  const own = isRecord(content) ? (content['tessera'] ?? {}) : {}
  if (!isRecord(own)) throw invalid(manifest, 'tessera', '"tessera" is no object')
  for (const key of Object.keys(own)) {
    if (Object.hasOwn(DEFAULT_SETTINGS, key)) continue
    throw invalid(manifest, key, `unknown setting "${key}"${suggestion(key, Object.keys(DEFAULT_SETTINGS))}`)
  }
  const { remotes, consumers, afterExport } = { ...DEFAULT_SETTINGS, ...own }
  if (!isRecord(remotes)) throw invalid(manifest, 'remotes', '"remotes" is no object')
  for (const [scope, url] of Object.entries(remotes)) {
    if (!isScopeName(scope)) throw invalid(manifest, scope, `"${scope}" is no scope`)
    if (typeof url !== 'string') throw invalid(manifest, scope, `the URL of "${scope}" is no text`)
  }
  if (!Array.isArray(consumers) || !consumers.every(isPattern)) {
    throw invalid(manifest, 'consumers', '"consumers" is no list of folders in the workspace')
  }
  if (typeof afterExport !== 'string') throw invalid(manifest, 'afterExport', '"afterExport" is no command line')
  return { remotes: remotes as Settings['remotes'], consumers, afterExport }
}

/**
 * Replaces the named settings in the root package.json (all or nothing, everything else as it was) and returns the
 * workspace with them.
 */
export async function updateSettings(workspace: Workspace, change: Partial<Settings>): Promise<Workspace> {
  const path = join(workspace.root, FILE)
  const text = (await readIfThere(path)) ?? '{}\n'
  const settings = { ...parseSettings(text), ...change }
  const next = editJson(text, (manifest) => {
    const own = isRecord(manifest['tessera']) ? manifest['tessera'] : {}
    return { ...manifest, tessera: { ...own, ...change } }
  })
  parseSettings(next)
  await writeAtomic(path, next)
  return { ...workspace, settings }
}

function isPattern(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !/^[/\\]|^\w:|(^|\/)\.\.(\/|$)/.test(value)
}

function invalid(text: string, key: string, message: string): TesseraError {
  return new TesseraError('INVALID_SETTINGS', `${FILE}: ${message}`, {
    location: { file: FILE, line: keyLine(text, key) },
    hint: 'e.g. "tessera": { "remotes": { "acme.orders": "file:../scopes/acme.orders" }, "consumers": ["consumers/*"] }',
  })
}
