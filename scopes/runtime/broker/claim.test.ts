import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { claimFolder, connectToHolder, listen, socketPath } from './claim.ts'
import { startEmbeddedBroker } from './index.ts'
import { tempFolder } from './rig.ts'

test('of many that claim a folder at once one gets it, each time that it is free', async () => {
  await using folder = await tempFolder()
  for (let round = 0; round < 5; round++) {
    const contenders = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const server = createServer((socket) => socket.destroy())
        const path = socketPath(folder.path)
        await listen(server, path)
        return { server, claim: await claimFolder(folder.path, path) }
      }),
    )
    const winners = contenders.filter(({ claim }) => claim !== undefined)
    expect(winners.length).toBe(1)
    // Every other time it goes without a word, as one that is killed.
    if (round % 2 === 0) await winners[0]?.claim?.release()
    await Promise.all(contenders.map(({ server }) => new Promise((resolve) => server.close(resolve))))
    expect(await connectToHolder(folder.path)).toBeUndefined()
  }
})

test('of many brokers that are started at once one runs', async () => {
  await using folder = await tempFolder()
  const servers = await Promise.all(Array.from({ length: 8 }, () => startEmbeddedBroker(folder.path)))
  const running = servers.filter((server) => server !== undefined)
  expect(running.length).toBe(1)
  await running[0]?.close()
  const next = await startEmbeddedBroker(folder.path)
  expect(next).toBeDefined()
  await next?.close()
})
