// node sender-main.js <pattern> <port> <broker>: the shop. Does what it is told: so many reservations, so fast.
import { setTimeout as wait } from 'node:timers/promises'
import { liveBytes } from './live-bytes.ts'
import type { Sender } from './receive.ts'

const [pattern = '', port = '', broker = ''] = process.argv.slice(2)
const senders = {
  http: () => import('./http/sender.ts'),
  messaging: () => import('./messaging/sender.ts'),
  sockets: () => import('./sockets/sender.ts'),
  events: () => import('./events/sender.ts'),
}
const { send } = await senders[pattern as keyof typeof senders]()
const sender: Sender = await send({ port: Number(port), broker })
let last = 0

interface Order {
  readonly ask: 'tell' | 'live' | 'end'
  readonly count: number
  /** At a time; all at once where it is absent and there is no rate. */
  readonly atOnce?: number
  readonly perSecond?: number
}

/** Ids that were taken, codes of what was not, and the milliseconds that each took here. */
async function tell({ count, atOnce = count, perSecond }: Order) {
  const before = process.cpuUsage()
  const [taken, failed, ms]: [string[], Record<string, number>, number[]] = [[], {}, []]
  let [begun, peakRss] = [0, 0]
  async function one(): Promise<void> {
    const id = `r${last++}`
    const started = performance.now()
    try {
      await sender.tell({ id, sku: 'tea', quantity: 2, sentAt: Number(process.hrtime.bigint()) })
      taken.push(id)
    } catch (error) {
      const { code = 'UNKNOWN' } = error as { code?: string }
      failed[code] = (failed[code] ?? 0) + 1
    }
    ms.push(performance.now() - started)
    peakRss = Math.max(peakRss, ms.length % 100 === 0 ? process.memoryUsage().rss : 0)
  }
  if (perSecond === undefined) {
    const lane = async (): Promise<void> => {
      while (begun++ < count) await one()
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
  } else {
    const running: Promise<void>[] = []
    const started = performance.now()
    for (let index = 0; index < count; index += 1) {
      running.push(one())
      const ahead = started + ((index + 1) * 1000) / perSecond - performance.now()
      if (ahead > 1) await wait(ahead)
    }
    await Promise.all(running)
  }
  const { user, system } = process.cpuUsage(before)
  return { taken, failed, ms, cpuUs: user + system, rss: Math.max(peakRss, process.memoryUsage().rss) }
}

process.on('message', async (order: Order) => {
  if (order.ask === 'tell') process.send?.(await tell(order))
  else if (order.ask === 'live') process.send?.(liveBytes())
  else {
    await sender.close()
    process.exit(0)
  }
})
process.send?.({ ready: true })
