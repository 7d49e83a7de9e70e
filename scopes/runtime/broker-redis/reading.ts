import { comeAgain, deliver, forgetAll, type Work } from './delivery.ts'
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
}

/** Reads until the subscription is stopped; whatever happens to the connection, it goes on. */
export async function readAll(work: Work, reading: Reading): Promise<void> {
  const { bell, tickMs } = reading
  const { lease } = work
  let whose: Whose = 'all'
  let lookedAt = -Infinity
  while (!work.isStopped()) {
    try {
      const had = lease.valid
      const dueMs = tickMs - (performance.now() - lookedAt)
      if (!had || whose === 'own' || dueMs <= 0) {
        const has = await lease.renew()
        // Another may have had the group in between, and have all that was open here.
        if (!had) forgetAll(work)
        if (!has) {
          await bell.wait(tickMs)
          continue
        }
        lookedAt = performance.now()
        await takeOver(work, { whose: had ? whose : 'all', gained: !had })
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

interface TakingOver {
  readonly whose: Whose
  /** The group is this consumer's only now. */
  readonly gained: boolean
}

async function takeOver(work: Work, { whose, gained }: TakingOver): Promise<void> {
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
  const how = [idleMs, most, from, whose === 'own' ? 'unseen' : 'seen', ordered ? 'held' : 'free']
  const reclaimed = await session.call<readonly Reclaimed[]>(
    ...(['tesseraReclaim', keys.queue, keys.holder, consumer, ...how, ...known] as const),
  )
  for (const [id, fields, deliveries] of reclaimed) await accept(work, [id, fields], deliveries - 1)
}

/** More than any prefetch: what is ours already is not left lying. */
const ALL = 1000

/** Whether an answer came. */
async function readSome(work: Work, reading: Reading): Promise<boolean> {
  const { reader, bell, tickMs } = reading
  const room = work.subscribing.prefetch - work.open.size
  if (room <= 0) {
    await bell.wait(tickMs)
    return true
  }
  const entries = work.subscribing.group.ordered
    ? await readHeld(work, reading, room)
    : await reader.read(room, Math.ceil(tickMs))
  if (entries === 'lost') return false
  for (const entry of entries) await accept(work, entry, 0)
  return true
}

type Read = null | readonly [entries: readonly RawEntry[], last: Buffer]

/** Reads only while it holds the group: what a consumer took that no longer does would come after what follows it. */
async function readHeld(work: Work, { reader, tickMs }: Reading, room: number): Promise<readonly RawEntry[]> {
  const { session, keys, consumer, lease } = work
  const read = await session.call<Read>('tesseraRead', keys.queue, keys.holder, consumer, room)
  if (read === null) await lease.renew()
  if (read === null || read[0].length > 0) return read?.[0] ?? []
  await reader.watch(read[1].toString(), Math.ceil(tickMs))
  return []
}

/** What comes to one that is stopped goes back: where it was in an ordered group, else to others. */
async function accept(work: Work, raw: RawEntry, unsettled: number): Promise<void> {
  const entry = readEntry(raw)
  const handed = { entry, attempts: entry.attempts + unsettled }
  if (!work.isStopped()) deliver(work, handed)
  else if (work.subscribing.group.ordered) work.open.set(entry.id, handed)
  else await comeAgain(work, handed, 0)
}
