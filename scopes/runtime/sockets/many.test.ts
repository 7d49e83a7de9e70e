import { expect, test } from 'vitest'
import { rawClient } from './raw-peer.fixture.ts'
import { signalled, startClient, startServer } from './rig.ts'

const SOCKETS = 10_000
const AT_ONCE = 100

test('ten thousand sockets that are opened and dropped leave nothing behind', { timeout: 120_000 }, async () => {
  let connected = 0
  let over = 0
  const all = signalled()
  const server = startServer(
    {},
    {
      maxConnections: 200,
      onConnect: () => connected++,
      onDisconnect: () => ++over === SOCKETS && all.resolve(),
    },
  )
  const { url } = await server.listen()
  const bystander = await startClient(url)
  for (let opened = 0; opened < SOCKETS; opened += AT_ONCE) {
    const batch = await Promise.all(Array.from({ length: AT_ONCE }, () => rawClient(url)))
    for (const peer of batch) peer.end()
  }
  expect(connected).toBe(SOCKETS + 1)
  expect(server.connections.size).toBeLessThanOrEqual(200)
  expect(await bystander.request.route({ to: 'x' })).toEqual({ steps: ['go', 'x'] })
  await server.drain()
  expect(server.connections.size).toBe(0)
  expect(over).toBe(SOCKETS + 1)
  await bystander.drain()
})
