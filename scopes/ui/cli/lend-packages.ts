import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { makeLink } from '@tessera/workspace.transfer'

const DEFINE = '@tessera/contract.define'

/**
 * Runs an action while the folder of a new contract sees the tool's own copies of what it imports and cannot find yet:
 * so it can be evaluated before anything is installed for it.
 */
export async function withLentPackages<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const missing = Object.entries(ownPackages()).filter(([name]) => !isFound(folder, name))
  if (missing.length === 0) return action()
  const modules = join(folder, 'node_modules')
  try {
    for (const [name, dir] of missing) {
      await mkdir(dirname(join(modules, name)), { recursive: true })
      await makeLink(dir, join(modules, name))
    }
    return await action()
  } finally {
    await rm(modules, { recursive: true, force: true })
  }
}

function ownPackages(): Readonly<Record<string, string>> {
  const define = createRequire(import.meta.url).resolve(`${DEFINE}/package.json`)
  return { [DEFINE]: dirname(define), zod: dirname(createRequire(define).resolve('zod/package.json')) }
}

function isFound(folder: string, name: string): boolean {
  const places = createRequire(join(folder, 'contract.ts')).resolve.paths(name) ?? []
  return places.some((place) => existsSync(join(place, name, 'package.json')))
}
