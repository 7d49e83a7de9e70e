import { warnOfBlock, warnOfDamage } from './file-inbox.ts'
import { decodeFrame, encodeFrame } from './frame.ts'
import { createMemoryOutbox } from './memory-outbox.ts'
import type { Outbox, OutboxEntry } from './outbox.ts'
import { pack, unpack } from './packed.ts'
import { openSegmentLog } from './segment-log.ts'

type Head =
  | { readonly kind: 'add'; readonly address: string }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }

/**
 * An outbox in a folder: what was added is published some time, however the process ends and however long the broker is
 * away. The folder belongs to one process at a time. Who keeps data in a database keeps the outbox there too.
 */
export async function openFileOutbox(folder: string): Promise<Outbox> {
  const memory = createMemoryOutbox()
  /** By message, the segment it stands in. */
  const places = new Map<string, number>()
  const log = await openSegmentLog(
    folder,
    { header: () => [], onDamage: warnOfDamage(folder), onBlocked: warnOfBlock(folder) },
    (payload, segment) => {
      const { head, bytes } = decodeFrame(payload)
      const change = head as Head
      if (change.kind === 'remove') return forget(change.ids)
      const message = unpack(Buffer.from(bytes))
      places.set(message.id, segment)
      void memory.add({ address: change.address, message })
    },
  )

  function forget(ids: readonly string[]): void {
    for (const id of ids) places.delete(id)
    void memory.remove(ids)
  }

  async function dropOld(): Promise<void> {
    const oldestNeeded = Math.min(Infinity, ...places.values())
    while ((log.segments[0] ?? Infinity) < oldestNeeded && log.segments.length > 1) await log.dropOldest()
  }

  return {
    async add({ address, message }: OutboxEntry) {
      places.set(
        message.id,
        log.append(encodeFrame({ kind: 'add', address } satisfies Head, pack(message)).subarray(4)),
      )
      await log.flushed()
      // Only now may it be published: before, nobody knows that it will be.
      await memory.add({ address, message })
    },
    pending: memory.pending,
    async remove(ids) {
      forget(ids)
      log.append(encodeFrame({ kind: 'remove', ids } satisfies Head).subarray(4))
      await log.flushed()
      if (log.segments.length > 1) await dropOld()
    },
    ...(memory.onAdd === undefined ? {} : { onAdd: memory.onAdd }),
    close: () => log.close(),
  }
}
