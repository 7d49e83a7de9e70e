import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beat, describeOwner, isOwnerGone, writeOwner } from './owner.ts'
import { sweepTemporary, temporaryPath } from './temporary.ts'

export interface TurnOptions {
  /** Holds the tickets of all who wait; the first by name has the turn. */
  readonly queue: string
  /** Tickets are made here and then moved; on the same disk. */
  readonly folder: string
  /** Patience with one that is ahead; milliseconds. */
  readonly waitMs: number
  /** The error where patience is over. `who`: in words, undefined where it did not say; `ticket`: its folder. */
  readonly busy: (who: string | undefined, ticket: string) => Error
  /** The error where the turn was taken away, because this process had been silent, as on a machine that slept. */
  readonly lost: () => Error
  /** Called once where somebody is ahead, with who it is. */
  readonly onWait?: (who: string | undefined) => void
}

/** A place in the queue: a folder of its own. */
interface Ticket {
  readonly queue: string
  /** Where it goes before it goes for good. */
  readonly folder: string
  readonly id: string
}

const ID = /^(\d+)-/
const POLL_MS = 20
const HEARTBEAT_MS = 5_000

/**
 * Does `work` while nobody else has the turn. A ticket whose process is gone is taken away, so no turn outlives its
 * owner. `assertHeld` throws where the turn was lost meanwhile.
 */
export async function inTurn<T>(options: TurnOptions, work: (assertHeld: () => void) => Promise<T>): Promise<T> {
  const ticket = joinQueue(options)
  const heartbeat = setInterval(() => beat(folderOf(ticket)), HEARTBEAT_MS).unref()
  try {
    await waitForTurn(ticket, options)
    return await work(() => assertHeld(ticket, options))
  } finally {
    clearInterval(heartbeat)
    remove(ticket)
  }
}

/**
 * Takes a ticket behind all others. One that turns out to be before another, taken in the same moment, is given back:
 * the other may have found itself first already. That makes the turn exclusive, which in Bit it is not quite.
 */
function joinQueue(options: TurnOptions): Ticket {
  sweepTemporary(options.folder)
  for (;;) {
    const ticket = takeTicket(options)
    if (!readQueue(options.queue).some((id) => ID.test(id) && id > ticket.id)) return ticket
    remove(ticket)
  }
}

/** The folder appears with its owner's record in it: it is made elsewhere and moved. */
function takeTicket({ queue, folder }: TurnOptions): Ticket {
  const ticket = { queue, folder, id: `${nextNumber(queue)}-${randomBytes(8).toString('hex')}` }
  const made = temporaryPath(folder)
  mkdirSync(made, { recursive: true })
  writeOwner(made)
  mkdirSync(queue, { recursive: true })
  renameSync(made, folderOf(ticket))
  return ticket
}

function nextNumber(queue: string): number {
  const last = readQueue(queue).map((id) => Number(ID.exec(id)?.[1] ?? 0))
  return Math.max(Date.now(), ...last.map((number) => number + 1))
}

async function waitForTurn(ticket: Ticket, { waitMs, busy, lost, onWait }: TurnOptions): Promise<void> {
  let ahead: string | undefined
  let since = 0
  for (;;) {
    const [first] = readQueue(ticket.queue)
    if (first === ticket.id) return
    if (first === undefined) throw lost()
    const other = { ...ticket, id: first }
    if (isOwnerGone(folderOf(other), folderOf(ticket))) {
      remove(other)
      continue
    }
    if (ahead === undefined) onWait?.(describeOwner(folderOf(other)))
    if (first !== ahead) [ahead, since] = [first, performance.now()]
    if (performance.now() - since > waitMs) throw busy(describeOwner(folderOf(other)), folderOf(other))
    await setTimeout(POLL_MS)
  }
}

function readQueue(queue: string): string[] {
  return existsSync(queue) ? readdirSync(queue).toSorted() : []
}

function folderOf(ticket: Ticket): string {
  return join(ticket.queue, ticket.id)
}

/** It leaves the queue as a whole: a process that is killed here must not leave a place that nobody seems to own. */
function remove(ticket: Ticket): void {
  const aside = temporaryPath(ticket.folder)
  try {
    renameSync(folderOf(ticket), aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  rmSync(aside, { recursive: true, force: true })
}

function assertHeld(ticket: Ticket, { busy, lost }: TurnOptions): void {
  const queue = readQueue(ticket.queue)
  if (!queue.includes(ticket.id)) throw lost()
  const [first] = queue
  if (first === ticket.id) return
  // A Bit that was slow to join found itself first as well; it does not look twice, so this one gives way.
  const folder = folderOf({ ...ticket, id: first as string })
  throw busy(describeOwner(folder), folder)
}
