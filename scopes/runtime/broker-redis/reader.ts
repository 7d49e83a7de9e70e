import type { Redis } from 'ioredis'
import type { RawEntry } from './entry.ts'
import type { Session } from './session.ts'

/** Waits for new entries, on a connection of its own. */
export interface Reader {
  /** New entries, at most `count`, for which it waits; `lost` where nobody knows what became of them. */
  read(count: number, waitMs: number): Promise<readonly RawEntry[] | 'lost'>
  /** Waits for an entry after this one, and takes none. */
  watch(after: string, waitMs: number): Promise<void>
  /** Ends the wait, if there is one. */
  wake(): Promise<void>
  close(): void
}

export function createReader(session: Session, queue: string, consumer: string): Reader {
  const redis: Redis = session.reader()
  let clientId: number | undefined
  let lose: () => void = () => {}
  // What was asked on a connection that is gone is never answered.
  redis.on('close', () => {
    clientId = undefined
    lose()
  })

  async function ask(command: string, ...args: (string | number)[]): Promise<Answer> {
    const lost = new Promise<'lost'>((resolve) => (lose = () => resolve('lost')))
    const asking = (async (): Promise<Answer> => {
      clientId ??= Number(await redis.client('ID'))
      return (await redis.callBuffer(command, ...args)) as Answer
    })().catch(() => 'lost' as const)
    return Promise.race([asking, lost])
  }

  return {
    async read(count, waitMs) {
      const options = ['GROUP', 'tessera', consumer, 'COUNT', count, 'BLOCK', waitMs, 'STREAMS', queue, '>']
      const answer = await ask('XREADGROUP', ...options)
      return answer === 'lost' ? 'lost' : (answer?.[1] ?? [])
    },
    async watch(after, waitMs) {
      await ask('XREAD', 'COUNT', 1, 'BLOCK', waitMs, 'STREAMS', queue, after)
    },
    async wake() {
      if (clientId !== undefined) await session.call('CLIENT', 'UNBLOCK', clientId).catch(() => {})
    },
    close: () => redis.disconnect(),
  }
}

/** As RESP3 has it: a map, flat. */
type Answer = 'lost' | null | readonly [queue: Buffer, entries: readonly RawEntry[]]
