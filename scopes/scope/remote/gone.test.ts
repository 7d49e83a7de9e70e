import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { initScope, openScope, type ObjectBatch } from '@tessera/scope.store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRemote, type Remote } from './index.ts'
import { inQueue } from './queue.ts'

const NOTHING: ObjectBatch = { sources: [], versions: [], components: [] }
let home = ''
let root = ''
let remote: Remote

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tessera-gone-'))
  root = join(home, 'scope')
  await initScope(root, { name: 'acme.shared', bare: true })
  remote = await openRemote(pathToFileURL(root).href)
})
afterEach(() => rmSync(home, { recursive: true }))

const unplug = (): void => renameSync(root, join(home, 'elsewhere'))

test('a scope that is taken away after it was opened takes no push, gives nothing, and is not made again', async () => {
  unplug()
  const gone = expect.objectContaining({ code: 'SCOPE_GONE', message: expect.stringContaining(root) })
  await expect(remote.push(NOTHING)).rejects.toEqual(gone)
  await expect(remote.fetch([{ scope: 'acme.shared', name: 'money' }])).rejects.toEqual(gone)
  expect(existsSync(root)).toBe(false)
})

test('one that goes while an export waits, or in its turn', async () => {
  const other = inQueue(root, 1000, async () => unplug())
  await expect(inQueue(root, 1000, async () => 'written')).rejects.toMatchObject({
    code: expect.stringMatching(/^SCOPE_(GONE|BUSY)$/),
  })
  await other
  expect(existsSync(join(root, 'scope.json'))).toBe(false)
})

test('one that goes during a write is no success', async () => {
  const scope = await openScope(root)
  const leaving: ObjectBatch = {
    ...NOTHING,
    get components() {
      unplug()
      return []
    },
  }
  await expect(scope.write(leaving)).rejects.toMatchObject({ code: 'SCOPE_GONE' })
})
