import type { Change, Journal, Stored } from './changes.ts'
import { decodeFrame, encodeFrame } from './frame.ts'
import { type Packed, route } from './packed.ts'
import { createLiveMessages, type Place } from './live-messages.ts'
import type { Damage, writeAt } from './segment-files.ts'
import { openSegmentLog } from './segment-log.ts'
import { createFold, type Snapshot } from './snapshot.ts'
import { createTidier } from './tidier.ts'

export interface JournalOptions {
  readonly segmentBytes?: number | undefined
  /** Bytes of messages that nobody has handled, at most; 256 MiB where nothing is said. */
  readonly maxBytes?: number | undefined
  readonly onDamage: (damage: Damage) => void
  readonly onBlocked: (error: unknown) => void
  readonly write?: typeof writeAt | undefined
}

/** What the journal has to ask the exchange, whose changes it logs. */
export interface Logged {
  /** What a reader has to know before all else: the queues there are. */
  queueChanges(): readonly Change<Packed>[]
  /** The changes that make a message what it is now. */
  messageChanges(stored: Stored<Packed>): readonly Change<Packed>[]
}

export interface DurableJournal extends Journal<Packed> {
  readonly snapshot: Snapshot<Packed>
  /** Why no more can be taken in; `undefined` where it can. */
  readonly full: string | undefined
  /** Bytes on disk. */
  readonly bytes: number
  attach(exchange: Logged): void
  close(): Promise<void>
}

/** A journal on disk that holds little more than what nobody has handled yet. */
export async function openDurableJournal(folder: string, options: JournalOptions): Promise<DurableJournal> {
  const { maxBytes = 256 * 1024 * 1024, segmentBytes = 16 * 1024 * 1024 } = options
  const fold = createFold<Packed>()
  const found = new Map<number, Place & { readonly stored: Stored<Packed> }>()
  let exchange: Logged | undefined
  let blocked: string | undefined

  const log = await openSegmentLog(
    folder,
    {
      segmentBytes,
      header: () => exchange?.queueChanges().map(encodeChange) ?? fold.queues().map(encodeChange),
      onDamage: options.onDamage,
      onBlocked(error) {
        blocked = error === undefined ? undefined : `the disk takes no more: ${String(error)}`
        options.onBlocked(error)
      },
      ...(options.write === undefined ? {} : { write: options.write }),
    },
    (payload, segment) => {
      const change = decodeChange(payload)
      fold.apply(change)
      if (change.kind === 'message') {
        found.set(change.stored.seq, { stored: change.stored, segment, bytes: payload.length })
      }
    },
  )

  const snapshot = fold.snapshot()
  const live = createLiveMessages()
  for (const { stored } of snapshot.queues.flatMap(({ entries }) => entries)) {
    const place = found.get(stored.seq)
    if (place) live.keep(stored, place)
  }
  found.clear()

  function append(change: Change<Packed>): void {
    const payload = encodeChange(change)
    const segment = log.append(payload)
    if (change.kind === 'message') live.keep(change.stored, { segment, bytes: payload.length })
  }

  const tidier = createTidier(log, {
    needed: (segment) => live.in(segment),
    isWasteful: () => log.bytes > 2 * live.bytes + 4 * segmentBytes || log.segments.length > MOST_SEGMENTS,
    move: (stored) => {
      for (const change of exchange?.messageChanges(stored) ?? []) append(change)
    },
  })

  return {
    snapshot,
    get full() {
      return blocked ?? (live.bytes > maxBytes ? `more than ${maxBytes} bytes wait to be handled` : undefined)
    },
    get bytes() {
      return log.bytes
    },
    attach: (logged) => void (exchange = logged),
    append,
    flushed: () => log.flushed(),
    release(stored) {
      live.forget(stored)
      tidier.tidy()
    },
    async close() {
      await tidier.stop()
      await log.close()
    },
  }
}

/** Each start of the broker begins one: a few old messages must not keep thousands of them. */
const MOST_SEGMENTS = 64

function encodeChange(change: Change<Packed>): Buffer {
  if (change.kind !== 'message') return encodeFrame(change).subarray(4)
  const { seq, address, at, message } = change.stored
  return encodeFrame({ kind: 'message', seq, address, at, queues: change.queues }, message.bytes).subarray(4)
}

function decodeChange(payload: Buffer): Change<Packed> {
  const { head, bytes } = decodeFrame(payload)
  const change = head as Change<Packed> | (Omit<Stored<Packed>, 'message'> & { kind: 'message'; queues: number[] })
  if (change.kind !== 'message' || 'stored' in change) return change as Change<Packed>
  const { seq, address, at, queues } = change
  // Its own memory, so that one message does not keep the whole segment.
  return { kind: 'message', stored: { seq, address, at, message: route(Buffer.from(bytes)) }, queues }
}
