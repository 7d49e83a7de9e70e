import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { connectToHolder } from './claim.ts'
import { encodeFrame } from './frame.ts'
import { openEmbeddedBroker, startEmbeddedBroker } from './index.ts'
import { collector, tempFolder, textMessage } from './rig.ts'

test('whatever a stranger sends, the broker goes on for the others', async () => {
  await using folder = await tempFolder()
  await using _server = await startEmbeddedBroker(folder.path)
  const head = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record(
      {
        type: fc.constantFrom('hello', 'publish', 'subscribe', 'settle', 'stop', 'list', 'declare', 'nonsense'),
        ref: fc.nat(),
        subscription: fc.nat(3),
        address: fc.constantFrom('x', '', 1, null),
        group: fc.constantFrom({ name: 'stranger' }, {}, null),
        how: fc.constantFrom('extend', { kind: 'ack' }, null),
        filter: fc.constantFrom({}, null, { ids: 1 }),
      },
      { requiredKeys: ['type'] },
    ),
  )
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.record({ head, bytes: fc.uint8Array({ maxLength: 20 }) }).map((frame) => encodeFrame(frame.head, frame.bytes)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { minLength: 1, maxLength: 5 }), async (chunks) => {
      const socket = await connectToHolder(folder.path)
      socket?.on('error', () => {})
      const closed = socket && once(socket, 'close')
      socket?.resume().end(Buffer.concat(chunks))
      await closed
    }),
    { numRuns: 60 },
  )
  await using broker = await openEmbeddedBroker(folder.path)
  const seen = collector<string>()
  await broker.subscribe('fine', { group: { name: 'all' } }, (delivery) => {
    seen.add(delivery.message.id)
    void delivery.ack()
  })
  await broker.publish('fine', textMessage('a'))
  expect(await seen.count(1)).toEqual(['a'])
}, 30_000)

test('a frame that would be larger than any ends the connection', async () => {
  await using folder = await tempFolder()
  await using server = await startEmbeddedBroker(folder.path)
  expect(server?.url).toBe(`embedded:${folder.path}`)
  const socket = (await connectToHolder(folder.path)) ?? connect(1)
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  socket.resume().write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
  await closed
  expect(socket.destroyed).toBe(true)
})

test('a full broker refuses what is published, and takes it when there is room', async () => {
  await using folder = await tempFolder()
  await using _server = await startEmbeddedBroker(folder.path, { maxBytes: 1000 })
  await using broker = await openEmbeddedBroker(folder.path)
  await broker.declare('jobs', { name: 'all' })
  await broker.publish('jobs', textMessage('a', 'x'.repeat(1000)))
  await expect(broker.publish('jobs', textMessage('b'))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'more than 1000 bytes wait to be handled',
  })
  const handled = collector<string>()
  const subscription = await broker.subscribe('jobs', { group: { name: 'all' } }, (delivery) => {
    void delivery.ack()
    handled.add(delivery.message.id)
  })
  await handled.count(1)
  await subscription.stop()
  await broker.publish('jobs', textMessage('b'))
})

test('a damaged log is opened as far as it goes, and says so', async () => {
  await using folder = await tempFolder()
  const warnings: string[] = []
  const first = await startEmbeddedBroker(folder.path)
  const broker = await openEmbeddedBroker(folder.path)
  await broker.declare('jobs', { name: 'all' })
  for (const id of ['a', 'b']) await broker.publish('jobs', textMessage(id))
  await broker.close()
  await first?.close()
  const { readFile, writeFile } = await import('node:fs/promises')
  const segment = `${folder.path}/log/0000000001.log`
  const content = await readFile(segment)
  await writeFile(segment, content.subarray(0, content.length - 3))
  await using _second = await startEmbeddedBroker(folder.path, { onWarning: (warning) => warnings.push(warning) })
  await using again = await openEmbeddedBroker(folder.path)
  const seen = collector<string>()
  await again.subscribe('jobs', { group: { name: 'all' } }, (delivery) => seen.add(delivery.message.id))
  expect(await seen.count(1)).toEqual(['a'])
  expect(warnings).toEqual([
    expect.stringMatching(/^segment 1 of the log was damaged after \d+ bytes: \d+ bytes were dropped$/),
  ])
})

test('a folder whose broker cannot run says so in time, and lets another try', async () => {
  await using folder = await tempFolder()
  const { rm, writeFile } = await import('node:fs/promises')
  // Where the log should be there is a file.
  await writeFile(`${folder.path}/log`, '')
  await expect(startEmbeddedBroker(folder.path)).rejects.toThrow('EEXIST')
  const open = openEmbeddedBroker(folder.path, { openMs: 50, spawn: () => {} })
  await expect(open).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'no broker within 50 ms; broker.log in its folder may say why',
  })
  await rm(`${folder.path}/log`)
  await using server = await startEmbeddedBroker(folder.path)
  expect(server).toBeDefined()
})
