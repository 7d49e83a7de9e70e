import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrokerMessage } from './broker.ts'

/** A folder that is gone when the test is over. */
export async function tempFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'tessera-broker-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

export function textMessage(id: string, text = id): BrokerMessage {
  return { id, headers: { 'x-n': id }, body: new TextEncoder().encode(text) }
}

/** Collects what happens, and tells when there is enough of it. */
export function collector<V>(): {
  readonly items: V[]
  add(item: V): void
  count(count: number): Promise<readonly V[]>
} {
  const items: V[] = []
  const waiting: { readonly count: number; readonly resolve: (items: readonly V[]) => void }[] = []
  return {
    items,
    add(item) {
      items.push(item)
      for (const { count, resolve } of waiting) if (items.length >= count) resolve(items)
    },
    count: (count) =>
      items.length >= count ? Promise.resolve(items) : new Promise((resolve) => waiting.push({ count, resolve })),
  }
}
