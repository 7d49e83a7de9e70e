import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between a client and a server, and fails as networks do. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
  /** Resets all connections; new ones are let through. */
  cut(): void
  /** Swallows what comes from either side, and says nothing: a cable pulled, a firewall that lost its state. */
  blackHole(): void
  pass(): void
  /** Bytes that came through so far, both ways. */
  readonly bytes: number
}

export async function startProxy(target: string): Promise<Proxy> {
  const port = Number(new URL(target).port)
  const pairs = new Set<readonly [Socket, Socket]>()
  let swallowing = false
  let bytes = 0
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('error', () => {})
      from.on('data', (chunk) => {
        bytes += chunk.length
        if (!swallowing) to.write(chunk)
      })
      from.on('end', () => !swallowing && to.end())
      from.on('close', () => {
        if (!swallowing) to.destroy()
        if (near.destroyed && far.destroyed) pairs.delete(pair)
      })
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    pairs.clear()
  }
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    blackHole: () => void (swallowing = true),
    pass: () => void (swallowing = false),
    get bytes() {
      return bytes
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
