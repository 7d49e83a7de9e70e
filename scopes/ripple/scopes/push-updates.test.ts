import { TesseraError } from '@tessera/core.model'
import type { Remote } from '@tessera/scope.remote'
import type { ObjectBatch } from '@tessera/scope.store'
import { expect, test } from 'vitest'
import type { MadeUpdate } from './make-updates.ts'
import { pushUpdates } from './push-updates.ts'

function update(key: string): MadeUpdate {
  const [scope = '', name = ''] = key.split('/')
  const component = { scope, name, versions: { '0.0.2': '2'.repeat(40) }, head: '2'.repeat(40) }
  const id = { scope, name, version: '0.0.2' }
  return {
    ...{ key, id: `${key}@0.0.2`, from: '0.0.1', updates: [] },
    objects: { sources: [{ hash: 'same', body: Buffer.from('') }], versions: [], components: [component] },
    entry: { id, head: component.head, component, date: 1, dependencies: [] },
  }
}

/** The part of a remote that is pushed to. */
function remote(refuse?: string): { readonly remote: Remote; readonly pushed: ObjectBatch[] } {
  const pushed: ObjectBatch[] = []
  const push = async (batch: ObjectBatch): Promise<void> => {
    if (refuse !== undefined) throw new TesseraError(refuse, 'refused')
    pushed.push(batch)
  }
  return { remote: { push } as unknown as Remote, pushed }
}

test('each scope gets its updates in one step, and says which of them somebody was faster with', async () => {
  const [mine, theirs] = [remote(), remote('MERGE_CONFLICT')]
  const remotes = new Map([
    ['o.a', mine.remote],
    ['o.b', theirs.remote],
  ])
  const updates = ['o.a/one', 'o.b/two', 'o.a/three', 'o.b/four'].map(update)
  expect([...(await pushUpdates(remotes, updates))]).toEqual(['o.b/two', 'o.b/four'])
  expect(mine.pushed.map(({ components, sources }) => [components.map(({ name }) => name), sources.length])).toEqual([
    [['one', 'three'], 1],
  ])
})

test('a scope that cannot be written to stops the ripple once the others are done', async () => {
  const [mine, theirs] = [remote(), remote('SCOPE_NOT_WRITABLE')]
  const remotes = new Map([
    ['o.a', theirs.remote],
    ['o.b', mine.remote],
  ])
  await expect(pushUpdates(remotes, ['o.a/one', 'o.b/two'].map(update))).rejects.toThrow('refused')
  expect(mine.pushed.length).toBe(1)
})
