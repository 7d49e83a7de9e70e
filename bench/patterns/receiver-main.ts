// node receiver-main.js <pattern> <port> <broker>: the stock. Tells on standard output, as JSON, what it has handled.
import { appendFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { liveBytes } from './live-bytes.ts'
import type { Receive } from './receive.ts'

const [pattern = '', port = '', broker = ''] = process.argv.slice(2)
const receivers = {
  http: () => import('./http/receiver.ts'),
  messaging: () => import('./messaging/receiver.ts'),
  sockets: () => import('./sockets/receiver.ts'),
  events: () => import('./events/receiver.ts'),
}
let latencies: number[] = []
let handled: string[] = []
let workMs = 0
/** Where each id is written down at once, so that it is known though the process is killed. */
let journal: string | undefined

const handle: Receive = async ({ id, sentAt }) => {
  if (workMs > 0) await wait(workMs)
  latencies.push(Number(process.hrtime.bigint()) - sentAt)
  handled.push(id)
  if (journal !== undefined) appendFileSync(journal, `${id}\n`)
}
const { receive } = await receivers[pattern as keyof typeof receivers]()
const peer = await receive(handle, { port: Number(port), broker })
process.on(
  'message',
  async (command: { readonly ask: string; readonly workMs?: number; readonly journal?: string }) => {
    if (command.ask === 'slow') workMs = command.workMs ?? 0
    if (command.ask === 'journal') journal = command.journal
    if (command.ask === 'report') {
      const { user, system } = process.cpuUsage()
      process.send?.({ handled, latencies, cpuUs: user + system, rss: process.memoryUsage().rss })
      ;[handled, latencies] = [[], []]
    }
    if (command.ask === 'live') process.send?.(liveBytes())
    if (command.ask === 'end') {
      await peer.drain()
      process.exit(0)
    }
  },
)
process.send?.({ ready: true })
