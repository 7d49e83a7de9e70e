import { resolve } from 'node:path'
import { completeCommits } from '@tessera/core.disk'
import { componentKey, type ComponentId } from '@tessera/core.model'
import {
  componentHash,
  decodeComponent,
  decodeVersion,
  type ComponentObject,
  type VersionObject,
} from '@tessera/scope.objects'
import { objectFile, scopeCommits } from './layout.ts'
import { findScopePath } from './locate.ts'
import { hasObject, keepObject, located, readDecoded, readIfThere } from './read.ts'
import { planRemoval, removeComponents } from './remove.ts'
import { mergeRemoteHeads, planRemoteHeads, readRemoteHeads } from './remote-heads.ts'
import { refreshIndex } from './scope-index.ts'
import { readScopeJson, writeRemotes } from './scope-json.ts'
import type { Scope } from './types.ts'
import { versionCache, type VersionCache } from './version-cache.ts'
import { writeBatch } from './write.ts'

/**
 * Opens the scope whose root this is.
 * @throws TesseraError `SCOPE_NOT_FOUND`, `INVALID_SCOPE`
 */
export async function openScope(path: string): Promise<Scope> {
  const root = resolve(path)
  completeCommits(scopeCommits(root))
  const { name, ...settings } = readScopeJson(root)
  let { remotes } = settings
  const versions = versionCache()
  return {
    path: root,
    name,
    get remotes() {
      return remotes
    },
    async setRemotes(next) {
      writeRemotes(root, next)
      remotes = { ...next }
    },
    has: async (hash) => hasObject(root, hash),
    keep: async (hash) => keepObject(root, hash),
    readObject: async (hash) => readDecoded(root, hash, (object) => object),
    readComponent: async (id) => readComponent(root, id),
    readVersion: async (hash) => readVersion(root, hash, versions),
    readSource: async (hash) => readDecoded(root, hash, ({ body }) => body),
    listComponents: async () => listComponents(root),
    write: (batch, along) => writeBatch(root, batch, along),
    removeComponents: async (ids) => removeComponents(root, ids),
    planRemoval: (ids) => planRemoval(root, ids),
    remoteHeads: async (scope) => readRemoteHeads(root, scope),
    planRemoteHeads: async (scope, heads) => planRemoteHeads(root, scope, heads),
    setRemoteHeads: async (scope, heads) => mergeRemoteHeads(root, scope, heads),
  }
}

/** The scope that holds `dir`: bare, or the local one of a workspace; looked for in `dir`, then in its parents. */
export async function findScope(dir: string): Promise<Scope | undefined> {
  const path = findScopePath(dir)
  return path === undefined ? undefined : openScope(path)
}

function readComponent(root: string, id: ComponentId): ComponentObject | undefined {
  const hash = componentHash(id)
  const object = readIfThere(root, hash)
  return object && located(objectFile(root, hash), () => decodeComponent(object))
}

/** One that was taken away since, by whoever, is missing. */
function readVersion(root: string, hash: string, known: VersionCache): VersionObject {
  const found = known.get(hash)
  if (found !== undefined && hasObject(root, hash)) return found
  const version = readDecoded(root, hash, decodeVersion)
  known.add(hash, version)
  return version
}

function listComponents(root: string): readonly ComponentObject[] {
  return refreshIndex(root)
    .components.filter((entry) => entry.isSymlink !== true)
    .map(({ id }) => readComponent(root, { scope: String(id.scope), name: id.name }))
    .filter((component) => component !== undefined)
    .toSorted((a, b) => (componentKey(a) < componentKey(b) ? -1 : 1))
}
