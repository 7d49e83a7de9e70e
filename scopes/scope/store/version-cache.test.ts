import { expect, it } from 'vitest'
import type { VersionObject } from '@tessera/scope.objects'
import { versionCache } from './version-cache.ts'

const version = { files: [], flattenedDependencies: [] } as unknown as VersionObject

it('remembers versions up to its limit, then begins anew', () => {
  const cache = versionCache(40)
  cache.add('a', version)
  cache.add('b', version)
  expect([cache.get('a'), cache.get('b')]).toEqual([version, version])
  cache.add('c', version)
  expect([cache.get('a'), cache.get('c')]).toEqual([undefined, version])
})
