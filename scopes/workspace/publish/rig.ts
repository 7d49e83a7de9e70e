import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isSnap, parseComponentId } from '@tessera/core.model'
import { sourceHash, versionHash, type VersionObject } from '@tessera/scope.objects'
import { initScope, openLocalScope } from '@tessera/scope.store'
import type { Fetcher, LocalVersion } from '@tessera/workspace.transfer'

/** A local scope in a folder of its own, for tests. */
export interface Rig {
  /** Of a workspace that knows no remote. */
  readonly fetcher: Fetcher
  /** Records one version after another of a component. */
  readonly record: (
    name: string,
    version: string,
    files: Readonly<Record<string, string>>,
    options?: RecordOptions,
  ) => Promise<LocalVersion>
  readonly dispose: () => Promise<void>
}

interface RecordOptions {
  /** Milliseconds since 1970. */
  readonly date?: number
  readonly dependencies?: readonly LocalVersion[]
}

export async function makeRig(): Promise<Rig> {
  const dir = await mkdtemp(join(tmpdir(), 'tessera-publish-'))
  await initScope(join(dir, '.bit'), { name: 'local' })
  const scope = await openLocalScope(dir, 'local')
  return {
    fetcher: {
      scope,
      open: () => {
        throw new Error('the local scope has it all')
      },
    },
    async record(name, tag, files, { date = 0, dependencies = [] } = {}) {
      const id = parseComponentId(`${name}@${tag}`)
      const sources = Object.values(files).map((text) => ({
        hash: sourceHash(Buffer.from(text)),
        body: Buffer.from(text),
      }))
      const before = await scope.readComponent(id)
      const version: VersionObject = {
        files: Object.keys(files).map((path, at) => ({
          ...{ file: sources[at]?.hash as string, relativePath: path, name: path, test: false },
        })),
        mainFile: 'contract.json' in files ? 'contract.json' : 'index.ts',
        log: { message: '', date: String(date) },
        dependencies: dependencies.map((other) => ({ id: other.id, relativePaths: [] })),
        flattenedDependencies: dependencies.map((other) => other.id),
        ...{ devDependencies: [], extensions: [] },
        ...{ packageDependencies: {}, devPackageDependencies: {}, peerPackageDependencies: {} },
        parents: before?.head === undefined ? [] : [before.head],
      }
      const hash = versionHash(version)
      const versions = { ...before?.versions, ...(isSnap(tag) ? {} : { [tag]: hash }) }
      await scope.write({
        sources,
        versions: [{ hash, version }],
        components: [{ name: id.name, scope: id.scope, versions, head: hash }],
      })
      return { id: isSnap(tag) ? { ...id, version: hash } : id, hash, version }
    },
    dispose: () => rm(dir, { recursive: true, force: true }),
  }
}
