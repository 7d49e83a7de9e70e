import type { Redis } from 'ioredis'
import type { RawEntry } from './entry.ts'
import type { Session } from './session.ts'

/** Waits for new entries, on a connection of its own. */
export interface Reader {
  /** New entries, at most `count`, for which it waits; `lost` where nobody knows what became of them. */
  read(count: number, waitMs: number): Promise<readonly RawEntry[] | 'lost'>
  /** Ends the wait. */
  wake(): Promise<void>
  close(): void
}

export function createReader(session: Session, queue: string, consumer: string): Reader {
  const redis: Redis = session.reader()
  let clientId: unknown
  let lose: () => void = () => {}
  // What was asked on a connection that is gone is never answered.
  redis.on('close', () => lose())

  return {
    async read(count, waitMs) {
      const lost = new Promise<'lost'>((resolve) => (lose = () => resolve('lost')))
      const asking = (async (): Promise<Answer> => {
        clientId = await redis.client('ID')
        const options = ['GROUP', 'tessera', consumer, 'COUNT', count, 'BLOCK', waitMs, 'STREAMS', queue, '>']
        return (await redis.callBuffer('XREADGROUP', ...options)) as Answer
      })().catch(() => 'lost' as const)
      const answer = await Promise.race([asking, lost])
      return answer === 'lost' ? 'lost' : (answer?.[1] ?? [])
    },
    async wake() {
      if (typeof clientId === 'number') await session.call('CLIENT', 'UNBLOCK', clientId).catch(() => {})
    },
    close: () => redis.disconnect(),
  }
}

/** As RESP3 has it: a map, flat. */
type Answer = 'lost' | null | readonly [queue: Buffer, entries: readonly RawEntry[]]
