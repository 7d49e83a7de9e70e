import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createOutcomes, faultCases, runFaultCase } from './conformance.ts'
import { type Broker, openEmbeddedBroker } from './index.ts'
import { collector, tempFolder, textMessage } from './rig.ts'
import { spawnBroker } from './spawn-broker.ts'

/** Broker processes of one folder that the clients of a test start. */
class Processes implements AsyncDisposable {
  readonly started: ChildProcess[] = []
  readonly spawn = (folder: string): void => void this.started.push(spawnBroker(folder))

  /** The one that was faster than the others. */
  async alive(): Promise<ChildProcess> {
    const running = (): ChildProcess[] =>
      this.started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    while (running().length > 1) await Promise.race(running().map((child) => once(child, 'exit')))
    const [winner] = running()
    if (!winner) throw new Error('no broker is running')
    return winner
  }

  async kill(): Promise<void> {
    const broker = await this.alive()
    const gone = once(broker, 'exit')
    broker.kill('SIGKILL')
    await gone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.started) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
  }
}

test('of several that want a broker for a folder, one starts it for all', async () => {
  await using folder = await tempFolder()
  await using processes = new Processes()
  const brokers = await Promise.all(Array.from({ length: 5 }, () => openEmbeddedBroker(folder.path, processes)))
  expect(processes.started.length).toBeGreaterThan(1)
  await processes.alive()
  const [first, second] = brokers as [Broker, Broker]
  const seen = collector<string>()
  await second.subscribe('x', { group: { name: 'all' } }, (delivery) => {
    seen.add(delivery.message.id)
    void delivery.ack()
  })
  await first.publish('x', textMessage('a'))
  expect(await seen.count(1)).toEqual(['a'])
  await Promise.all(brokers.map((broker) => broker.close()))
}, 60_000)

test('a broker that is killed again and again loses nothing that it confirmed', async () => {
  await using folder = await tempFolder()
  await using processes = new Processes()
  const publisher = await openEmbeddedBroker(folder.path, processes)
  const subscriber = await openEmbeddedBroker(folder.path, processes)
  const handled = new Map<string, number>()
  const progress = collector<string>()
  await subscriber.subscribe('jobs', { group: { name: 'all' }, prefetch: 50 }, (delivery) => {
    const { id } = delivery.message
    if (!handled.has(id)) progress.add(id)
    handled.set(id, (handled.get(id) ?? 0) + 1)
    void delivery.ack()
  })

  const total = 5000
  const confirmed: string[] = []
  let next = 0
  const publish = async (): Promise<void> => {
    while (next < total) {
      const id = `m${next++}`
      await publisher.publish('jobs', textMessage(id))
      confirmed.push(id)
    }
  }
  const publishing = Promise.all(Array.from({ length: 100 }, publish))
  for (const count of [500, 2000, 4000]) {
    await progress.count(count)
    await processes.kill()
  }
  await publishing
  await progress.count(total)
  expect(confirmed.filter((id) => !handled.has(id))).toEqual([])
  expect(new Set(confirmed).size).toBe(total)
  await Promise.all([publisher.close(), subscriber.close()])
}, 120_000)

const outcomes = createOutcomes()

// Nothing stands between the ends of a socket of this machine.
test.each(faultCases.filter(({ needs }) => needs !== 'proxy'))(
  'embedded: $name',
  async (faultCase) => {
    await using folder = await tempFolder()
    await using processes = new Processes()
    const place = {
      url: `embedded:${folder.path}`,
      connect: () => openEmbeddedBroker(folder.path, processes),
      // Who misses it starts it again.
      kill: () => processes.kill(),
    }
    await expect(outcomes.record(faultCase.name, () => runFaultCase(faultCase, place))).resolves.toBeUndefined()
  },
  130_000,
)

test('the matrix says so', async () => {
  await expect(outcomes.text(faultCases.map(({ name }) => name))).toMatchFileSnapshot('faults-embedded.json')
})

test('what waits, what is delayed and what is dead is still so after a kill', async () => {
  await using folder = await tempFolder()
  await using processes = new Processes()
  const broker = await openEmbeddedBroker(folder.path, processes)
  const attempts = collector<string>()
  await broker.subscribe('jobs', { group: { name: 'all' } }, (delivery) => {
    const { id } = delivery.message
    attempts.add(`${id} ${delivery.attempt}`)
    if (id === 'dead') void delivery.reject({ code: 'poison', message: 'no good' })
    else if (id === 'late' && delivery.attempt === 1) void delivery.retry(400)
    else void delivery.ack()
  })
  await broker.declare('later', { name: 'all' })
  for (const id of ['dead', 'late']) await broker.publish('jobs', textMessage(id))
  await attempts.count(2)
  // Confirmed after what came before it: settlements are not answered.
  await broker.publish('later', textMessage('waits'))
  await processes.kill()
  expect(await broker.deadLetters.list()).toMatchObject([
    { address: 'jobs', attempts: 1, message: { id: 'dead' }, reason: { code: 'poison' } },
  ])
  await attempts.count(3)
  expect(attempts.items[2]).toBe('late 2')
  const waited = collector<string>()
  await broker.subscribe('later', { group: { name: 'all' } }, (delivery) => waited.add(delivery.message.id))
  expect(await waited.count(1)).toEqual(['waits'])
  await broker.close()
}, 60_000)

test('a frozen broker is waited for, and goes on where it was', async () => {
  await using folder = await tempFolder()
  await using processes = new Processes()
  const broker = await openEmbeddedBroker(folder.path, processes)
  await broker.declare('x', { name: 'all' })
  const child = await processes.alive()
  child.kill('SIGSTOP')
  const published = broker.publish('x', textMessage('a'))
  // Another that would take its place finds that it is there.
  const second = spawnBroker(folder.path)
  expect(await once(second, 'exit')).toEqual([0, null])
  child.kill('SIGCONT')
  await published
  expect(await processes.alive()).toBe(child)
  await broker.close()
}, 60_000)

test('a broker that nobody uses ends', async () => {
  await using folder = await tempFolder()
  await using processes = new Processes()
  const spawnHasty = (path: string): void => void processes.started.push(spawnBroker(path, 50))
  const broker = await openEmbeddedBroker(folder.path, { spawn: spawnHasty })
  const child = await processes.alive()
  const ended = once(child, 'exit')
  await broker.close()
  expect(await ended).toEqual([0, null])
}, 60_000)
