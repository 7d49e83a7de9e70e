import { createHash } from 'node:crypto'

/** A reply as it is kept. */
export interface KeptReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What a store knows of a key. `fingerprint`: of the request that came under it first. */
export type Begun =
  | { readonly state: 'first' }
  | { readonly state: 'running'; readonly fingerprint: string }
  | { readonly state: 'done'; readonly fingerprint: string; readonly reply: KeptReply }

/**
 * Where a provider remembers what it answered under an idempotency key. One for all replicas: whichever a repeated call
 * reaches, it must not do the work again.
 */
export interface IdempotencyStore {
  /** Takes the key for the first who comes with it, and says what became of that one to all others. */
  begin(key: string, fingerprint: string): Begun | Promise<Begun>
  /** The work is done: whoever comes with this key is answered so. */
  finish(key: string, reply: KeptReply): void | Promise<void>
  /** It failed: the next with this key is the first. */
  forget(key: string): void | Promise<void>
}

export interface MemoryStoreOptions {
  /** How many keys at most; the oldest go first. 10,000 where nothing is said. */
  readonly keys?: number
  /** Milliseconds that a reply is kept; ten minutes where nothing is said. */
  readonly keepMs?: number
}

interface Entry {
  readonly fingerprint: string
  readonly at: number
  reply?: KeptReply
}

/** For one process. What it knows is gone with it. */
export function memoryIdempotency({ keys = 10_000, keepMs = 600_000 }: MemoryStoreOptions = {}): IdempotencyStore {
  const entries = new Map<string, Entry>()

  function expire(now: number): void {
    for (const [key, { at }] of entries) {
      if (entries.size < keys && now - at < keepMs) return
      entries.delete(key)
    }
  }

  return {
    begin(key, fingerprint) {
      expire(performance.now())
      const entry = entries.get(key)
      if (entry === undefined) {
        entries.set(key, { fingerprint, at: performance.now() })
        return { state: 'first' }
      }
      const { reply } = entry
      return reply === undefined
        ? { state: 'running', fingerprint: entry.fingerprint }
        : { state: 'done', fingerprint: entry.fingerprint, reply }
    },
    finish(key, reply) {
      const entry = entries.get(key)
      if (entry) entry.reply = reply
    },
    forget: (key) => void entries.delete(key),
  }
}

/** Equal for equal requests. */
export function fingerprintOf(url: string, body: unknown): string {
  const hash = createHash('sha256').update(url)
  return hash.update(body instanceof Uint8Array ? body : '').digest('base64url')
}
