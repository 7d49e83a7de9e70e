import { execFileSync, spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signalled, startServer } from './rig.ts'

const COUNT = 200

/** Where there is none, these tests are left out, unless all services have to be there. */
function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' })
    return true
  } catch (error) {
    if (process.env.TESSERA_REQUIRE_SERVICES === '1') throw error
    return false
  }
}

test.skipIf(!hasPython())(
  'a client in Python (needs python3), written from the docs, is a peer like any other',
  async () => {
    const positions: number[] = []
    const routed = signalled()
    const accepted = signalled<unknown>()
    const server = startServer(
      {
        position: ({ lat }) => void positions.push(lat),
        route: ({ to }) => {
          routed.resolve()
          return { steps: [to] }
        },
      },
      {
        authenticate: ({ token }) => token,
        onConnect: (connection) => accepted.resolve(connection.request.assign({ orderId: 'o1' })),
      },
      { windowBytes: 2000, heartbeatMs: 1000 },
    )
    const { port } = new URL((await server.listen()).url)
    const courier = spawn('python3', [join(import.meta.dirname, 'courier.fixture.py'), port, String(COUNT)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const said = text(courier.stdout)
    await routed.promise
    expect(await accepted.promise).toEqual({ accepted: true, note: 'o1' })
    await server.drain()
    const { resumes, ...rest } = JSON.parse(await said) as { readonly resumes: number }
    expect(rest).toEqual({ reply: { steps: ['Größenwahn 🚲'] }, closed: 'DRAINED' })
    // Once by itself; more often where the machine is slow.
    expect(resumes).toBeGreaterThanOrEqual(1)
    expect(positions).toEqual(Array.from({ length: COUNT }, (_, index) => index))
  },
)
