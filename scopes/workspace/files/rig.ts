import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { formatBitmap } from './bitmap-format.ts'
import type { BitmapEntry } from './types.ts'

/** Of tests: a temporary folder with these files. `dispose` takes it away. */
export function tempFolder(files: Readonly<Record<string, string | Uint8Array>>): {
  readonly root: string
  readonly dispose: () => void
} {
  const root = mkdtempSync(join(tmpdir(), 'tessera-files-'))
  writeFiles(root, files)
  return { root, dispose: () => rmSync(root, { recursive: true, force: true }) }
}

export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

/** Of tests: the files of a workspace `acme.orders` with these components, each id to its folder. */
export function workspaceFiles(components: Readonly<Record<string, Partial<BitmapEntry> & { rootDir: string }>>) {
  const entries = Object.entries(components).map(([id, entry]): BitmapEntry => {
    const slash = id.indexOf('/')
    const place = entry.scope === undefined ? { scope: '', defaultScope: id.slice(0, slash) } : {}
    return { name: id.slice(slash + 1), version: '', mainFile: 'index.ts', scope: '', ...place, ...entry }
  })
  return {
    'workspace.jsonc': '{ "teambit.workspace/workspace": { "defaultScope": "acme.orders" } }',
    '.bitmap': formatBitmap({ entries }),
  }
}
