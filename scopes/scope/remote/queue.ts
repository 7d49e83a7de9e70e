import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { TesseraError } from '@tessera/core.model'
import { notWritable, temporaryPath } from '@tessera/scope.store'
import { beat, describeOwner, isAbandoned, writeOwner } from './owner.ts'

/** A place in the queue of a scope's exports: a folder of its own in `pending-objects`. */
interface Ticket {
  readonly root: string
  readonly id: string
}

const PENDING = 'pending-objects'
const ID = /^(\d+)-/
const POLL_MS = 20
const HEARTBEAT_MS = 5_000

/**
 * Does `work` while no other export writes to the scope at `root`. The queue is Bit's: a folder for each export, the
 * first by name is served. `waitMs` is the patience with one export that is ahead. `assertHeld` throws where the turn
 * was taken away because this process had been silent, as a machine that slept.
 * @throws TesseraError `SCOPE_BUSY`, `SCOPE_NOT_WRITABLE`
 */
export async function inQueue<T>(
  root: string,
  waitMs: number,
  work: (assertHeld: () => void) => Promise<T>,
): Promise<T> {
  const ticket = joinQueue(root)
  const heartbeat = setInterval(() => beat(folderOf(ticket)), HEARTBEAT_MS).unref()
  try {
    await waitForTurn(ticket, waitMs)
    return await work(() => assertHeld(ticket))
  } finally {
    clearInterval(heartbeat)
    remove(ticket)
  }
}

/**
 * Takes a ticket behind all others. One that turns out to be before another, taken in the same moment, is given back:
 * the other may have found itself first already. That makes the turn exclusive, which in Bit it is not quite.
 */
function joinQueue(root: string): Ticket {
  try {
    for (;;) {
      const ticket = takeTicket(root)
      if (!readQueue(root).some((id) => ID.test(id) && id > ticket.id)) return ticket
      remove(ticket)
    }
  } catch (error) {
    throw notWritable(root, error)
  }
}

/** The folder appears with its owner's record in it: it is made elsewhere and moved. */
function takeTicket(root: string): Ticket {
  const ticket = { root, id: `${nextNumber(root)}-${randomBytes(8).toString('hex')}` }
  const made = temporaryPath(root)
  mkdirSync(made, { recursive: true })
  writeOwner(made)
  mkdirSync(join(root, PENDING), { recursive: true })
  renameSync(made, folderOf(ticket))
  return ticket
}

function nextNumber(root: string): number {
  const last = readQueue(root).map((id) => Number(ID.exec(id)?.[1] ?? 0))
  return Math.max(Date.now(), ...last.map((number) => number + 1))
}

async function waitForTurn(ticket: Ticket, waitMs: number): Promise<void> {
  let ahead: string | undefined
  let since = 0
  for (;;) {
    const [first] = readQueue(ticket.root)
    if (first === ticket.id) return
    if (first === undefined) throw lost(ticket)
    if (first !== ahead) [ahead, since] = [first, performance.now()]
    const other = { root: ticket.root, id: first }
    if (isAbandoned(folderOf(other), folderOf(ticket))) remove(other)
    else if (performance.now() - since > waitMs) throw busy(other)
    else await setTimeout(POLL_MS)
  }
}

function readQueue(root: string): string[] {
  const pending = join(root, PENDING)
  return existsSync(pending) ? readdirSync(pending).toSorted() : []
}

function folderOf(ticket: Ticket): string {
  return join(ticket.root, PENDING, ticket.id)
}

function remove(ticket: Ticket): void {
  rmSync(folderOf(ticket), { recursive: true, force: true })
}

function assertHeld(ticket: Ticket): void {
  const queue = readQueue(ticket.root)
  if (!queue.includes(ticket.id)) throw lost(ticket)
  // A Bit that was slow to join found itself first as well; it does not look twice, so this one gives way.
  if (queue[0] !== ticket.id) throw busy({ root: ticket.root, id: queue[0] as string })
}

function busy(other: Ticket): TesseraError {
  const folder = folderOf(other)
  return new TesseraError('SCOPE_BUSY', `${describeOwner(folder)} is exporting to ${other.root}`, {
    hint: `try again when it is done; if no export is running any more, delete ${folder}`,
  })
}

function lost(ticket: Ticket): TesseraError {
  return new TesseraError(
    'SCOPE_BUSY',
    `another export to ${ticket.root} went first, this one had been silent too long`,
    {
      hint: 'nothing was written; try again',
    },
  )
}
