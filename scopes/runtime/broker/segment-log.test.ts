import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tempFolder } from './rig.ts'
import { type Damage, writeAt } from './segment-files.ts'
import { openSegmentLog, type SegmentLog, type SegmentLogOptions } from './segment-log.ts'

interface Opened {
  readonly log: SegmentLog
  readonly records: readonly string[]
  readonly damages: readonly Damage[]
}

async function openLog(folder: string, options: Partial<SegmentLogOptions> = {}): Promise<Opened> {
  const records: string[] = []
  const damages: Damage[] = []
  const log = await openSegmentLog(
    folder,
    { header: () => [], onDamage: (damage) => damages.push(damage), onBlocked: () => {}, ...options },
    (payload) => records.push(payload.toString()),
  )
  return { log, records, damages }
}

async function write(folder: string, records: readonly string[]): Promise<string> {
  const { log } = await openLog(folder)
  for (const record of records) log.append(Buffer.from(record))
  await log.close()
  const [file = ''] = (await readdir(folder)).toSorted()
  return join(folder, file)
}

test('what was flushed is read back, over segments and openings', async () => {
  await using folder = await tempFolder()
  const { log } = await openLog(folder.path, { segmentBytes: 100, header: () => [Buffer.from('head')] })
  for (let index = 0; index < 20; index++) log.append(Buffer.from(`record ${index}`))
  await log.flushed()
  expect(log.segments.length).toBeGreaterThan(2)
  await log.close()
  const again = await openLog(folder.path)
  const expected = Array.from({ length: 20 }, (_, index) => `record ${index}`)
  expect(again.records.filter((record) => record !== 'head')).toEqual(expected)
  expect(again.records.filter((record) => record === 'head').length).toBe(log.segments.length)
  await again.log.close()
})

test('a log that is cut off at any byte gives the whole records before it, and says what it dropped', async () => {
  await using folder = await tempFolder()
  const records = ['one', 'two two', 'three three three']
  const file = await write(folder.path, records)
  const content = await readFile(file)
  let end = 0
  const ends = records.map((record) => (end += 8 + record.length))
  for (let length = 0; length <= content.length; length++) {
    await writeFile(file, content.subarray(0, length))
    const read = await openLog(folder.path)
    const whole = ends.filter((offset) => offset <= length).length
    expect(read.records).toEqual(records.slice(0, whole))
    const goodBytes = ends[whole - 1] ?? 0
    expect(read.damages).toEqual(
      goodBytes === length ? [] : [{ segment: 1, goodBytes, droppedBytes: length - goodBytes }],
    )
    await read.log.close()
  }
})

test('a flipped bit at any byte costs the record it is in and those behind it, never more, never a wrong one', async () => {
  await using folder = await tempFolder()
  const records = ['one', 'two two', 'three three three']
  const file = await write(folder.path, records)
  const content = await readFile(file)
  for (let offset = 0; offset < content.length; offset++) {
    const damaged = Buffer.from(content)
    damaged[offset] = (damaged[offset] ?? 0) ^ (1 << (offset % 8))
    await writeFile(file, damaged)
    const read = await openLog(folder.path)
    let end = 0
    const before = records.filter((record) => (end += 8 + record.length) <= offset)
    expect(read.records).toEqual(before)
    expect(read.damages.length).toBe(1)
    await read.log.close()
  }
})

test('whatever bytes a segment holds, it is read without failing', async () => {
  await using folder = await tempFolder()
  const file = await write(folder.path, ['one'])
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await writeFile(file, bytes)
      const read = await openLog(folder.path)
      await read.log.close()
      expect(read.records.every((record) => record.length > 0)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('a disk that is full is waited for: what was taken in is safe when flushed resolves', async () => {
  await using folder = await tempFolder()
  let full = true
  const blocked: unknown[] = []
  const { log } = await openLog(folder.path, {
    onBlocked: (error) => blocked.push(error),
    async write(handle, bytes, position) {
      if (!full) return writeAt(handle, bytes, position)
      full = false
      // Half of it fits.
      await writeAt(handle, bytes.subarray(0, bytes.length / 2), position)
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    },
  })
  log.append(Buffer.from('one'))
  log.append(Buffer.from('two'))
  await log.flushed()
  await log.close()
  expect(blocked).toMatchObject([{ code: 'ENOSPC' }, undefined])
  const again = await openLog(folder.path)
  expect([again.records, again.damages]).toEqual([['one', 'two'], []])
  await again.log.close()
})
