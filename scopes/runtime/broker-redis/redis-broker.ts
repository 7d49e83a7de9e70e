import { type Broker, type Group, refuseLarge, type Subscription } from '@tessera/runtime.broker'
import { createDeadLetters } from './dead-letters.ts'
import { writeMeta } from './entry.ts'
import { keysOf, prefixOf } from './keys.ts'
import { createSession, type Session } from './session.ts'
import { subscribe } from './subscription.ts'

/** A message that is published twice within it, in milliseconds, is delivered once. */
const WINDOW_MS = 60_000

/** Less than the 512 MiB that a value may have. */
const MAX_BYTES = 256 * 1024 * 1024

/**
 * Connects with Redis from 6.2: `redis://user:password@host:6379/0`, `rediss://` with TLS. Each group of an address has
 * a stream; what a message leaves behind when it is done with is nothing. `persistent` says whether this Redis writes an
 * append-only file. After a loss of the connection it connects again: what was not answered is sent again.
 * @throws Unavailable where it cannot be reached within some seconds
 */
export async function openBroker(url: string): Promise<Broker> {
  const shown = withoutCredentials(url)
  const session = await createSession(url, shown)
  const persistent = /^aof_enabled:1/m.test(String(await session.call<Buffer>('INFO', 'persistence')))
  const subscriptions = new Set<Subscription>()
  let closing: Promise<void> | undefined

  async function closeOnce(): Promise<void> {
    await Promise.all([...subscriptions].map((subscription) => subscription.close()))
    session.close()
  }
  const close = (): Promise<void> => (closing ??= closeOnce())

  return {
    url: shown,
    capabilities: { persistent, shared: true, ordered: true, deduplicating: true, maxBytes: MAX_BYTES },
    declare: (address, group) => declare(session, address, group),
    async publish(address, message) {
      refuseLarge(shown, message, MAX_BYTES)
      const prefix = prefixOf(address)
      const keys = [`${prefix}:groups`, `${prefix}:seen:${message.id}`]
      await session.call('tesseraPublish', ...keys, prefix, WINDOW_MS, writeMeta(message), message.body)
    },
    async subscribe(address, { group, prefetch = 16, ackDeadlineMs = 30_000 }, receive) {
      const subscription = await subscribe(session, {
        ...{ address, group, prefetch, ackDeadlineMs, receive },
        declare: () => declare(session, address, group),
      })
      subscriptions.add(subscription)
      return subscription
    },
    deadLetters: createDeadLetters(session),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function withoutCredentials(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

async function declare(session: Session, address: string, group: Group): Promise<void> {
  const { queue } = keysOf({ address, group: group.name })
  await session.call('tesseraDeclare', `${prefixOf(address)}:groups`, queue, group.name, group.expiresMs ?? '')
}
