import { comeAgain, deliver, type Work } from './delivery.ts'
import { type RawEntry, readEntry } from './entry.ts'
import type { Reader } from './reader.ts'

/** Rings when there is something to do. */
export interface Bell {
  ring(): void
  /** Until it rings, or so many milliseconds have passed. */
  wait(ms: number): Promise<void>
}

export interface Reading {
  readonly reader: Reader
  readonly bell: Bell
  /** So often, in milliseconds, it looks for what others left. */
  readonly tickMs: number
  /** Whether this consumer may read now; of an ordered group only one may. */
  readonly mayRead: () => Promise<boolean>
}

/** Reads until the subscription is stopped; whatever happens to the connection, it goes on. */
export async function readAll(work: Work, reading: Reading): Promise<void> {
  const { bell, tickMs, mayRead } = reading
  let may = false
  let whose: Whose = 'all'
  let lookedAt = -Infinity
  while (!work.isStopped()) {
    try {
      const gained = !may && (may = await mayRead())
      if (!may) {
        await bell.wait(tickMs)
        continue
      }
      if (gained || whose === 'own' || performance.now() - lookedAt >= tickMs) {
        may = await mayRead()
        lookedAt = performance.now()
        await takeOver(work, whose, gained)
        whose = 'all'
      }
      if (!(await readSome(work, reading))) whose = 'own'
    } catch {
      whose = 'own'
      await bell.wait(tickMs)
      // The queue may be gone: it expired, or somebody took it away.
      if (!work.isStopped()) await work.subscribing.declare().catch(() => {})
    }
  }
}

/** Entries that nobody settled in time, or that came for us with an answer which was lost. */
type Whose = 'all' | 'own'

type Reclaimed = readonly [id: Buffer, fields: readonly Buffer[], deliveries: number]

async function takeOver(work: Work, whose: Whose, gained: boolean): Promise<void> {
  const { session, subscribing, keys, consumer, open } = work
  const ordered = subscribing.group.ordered === true
  const room = Math.max(0, subscribing.prefetch - open.size)
  // Who holds an ordered group takes all that is open, from whoever held it before.
  const fresh = whose === 'own' || ordered
  if (ordered && !gained && whose === 'all') return
  const known = fresh ? [...open.keys()] : []
  const most = fresh ? ALL : Math.max(1, room)
  const from = whose === 'own' || (room === 0 && !ordered) ? 'own' : 'all'
  const idleMs = fresh ? 0 : subscribing.ackDeadlineMs
  const args = [consumer, idleMs, most, from, whose === 'own' ? 'unseen' : 'seen', ...known]
  const reclaimed = await session.call<readonly Reclaimed[]>('tesseraReclaim', keys.queue, ...args)
  for (const [id, fields, deliveries] of reclaimed) await accept(work, [id, fields], deliveries - 1)
}

/** More than any prefetch: what is ours already is not left lying. */
const ALL = 1000

/** Whether an answer came. */
async function readSome(work: Work, { reader, bell, tickMs }: Reading): Promise<boolean> {
  const room = work.subscribing.prefetch - work.open.size
  if (room <= 0) {
    await bell.wait(tickMs)
    return true
  }
  const entries = await reader.read(room, Math.ceil(tickMs))
  if (entries === 'lost') return false
  for (const entry of entries) await accept(work, entry, 0)
  return true
}

/** What comes to one that is stopped goes back: where it was in an ordered group, else to others. */
async function accept(work: Work, raw: RawEntry, unsettled: number): Promise<void> {
  const entry = readEntry(raw)
  const handed = { entry, attempts: entry.attempts + unsettled }
  if (!work.isStopped()) deliver(work, handed)
  else if (work.subscribing.group.ordered) work.open.set(entry.id, handed)
  else await comeAgain(work, handed, 0)
}
