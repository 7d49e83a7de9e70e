import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sourceHash, versionHash, type VersionObject } from '@tessera/scope.objects'
import { initScope } from '@tessera/scope.store'
import { expect, onTestFinished, test } from 'vitest'
import { fetchObjects } from './fetch.ts'

const ID = { scope: 'acme.shared', name: 'money' }

test('a version whose files have more bytes than one may have is refused, one that has as many is not', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tessera-fetch-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const scope = await initScope(root, { name: ID.scope, bare: true })
  const bodies = ['one\n', 'three\n'].map((text) => Buffer.from(text))
  const version: VersionObject = {
    files: bodies.map((body, index) => {
      const path = `${index}.ts`
      return { file: sourceHash(body), relativePath: path, name: path, test: false }
    }),
    mainFile: '0.ts',
    log: { message: '', date: '1' },
    ...{ dependencies: [], devDependencies: [], flattenedDependencies: [], extensions: [], parents: [] },
    ...{ packageDependencies: {}, devPackageDependencies: {}, peerPackageDependencies: {} },
  }
  const hash = versionHash(version)
  await scope.write({
    sources: bodies.map((body) => ({ hash: sourceHash(body), body })),
    versions: [{ hash, version }],
    components: [{ ...ID, versions: { '1.0.0': hash }, head: hash, schema: '1.0.0' }],
  })
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0)
  await expect(fetchObjects(scope, [ID], {}, bytes - 1)).rejects.toMatchObject({
    code: 'VERSION_TOO_LARGE',
    message: expect.stringContaining(`${ID.scope}/${ID.name}`) as string,
  })
  expect((await fetchObjects(scope, [ID], {}, bytes)).sources).toHaveLength(2)
})
