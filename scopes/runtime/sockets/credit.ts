import { type Deadline, Overloaded, Unavailable } from '@tessera/runtime.core'

/** An item that is ready to go. */
export interface WaitingItem {
  readonly bytes: number
  /** Called in its turn, once. */
  readonly send: () => void
}

/** How many bytes of items this side may send. What is too early waits here, in order. */
export interface Credit {
  /** Sends at once if nothing waits and the window lets it. */
  offer(item: WaitingItem): boolean
  /**
   * Resolves when the item was sent; rejects with the deadline's reason.
   * @throws Overloaded where too much waits already
   */
  wait(item: WaitingItem, operation: string, deadline: Deadline): Promise<void>
  /** The other side grants so many bytes in all, since the session began. */
  grant(total: number): void
  /** Nothing is sent until `restart`. */
  hold(): void
  /** A new session begins, with a window of so many bytes. */
  restart(windowBytes: number): void
  /** What waits is not sent. */
  fail(error: Error): void
  readonly granted: number
}

interface Waiter {
  readonly item: WaitingItem
  readonly operation: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export interface CreditOptions {
  readonly maxWaitingBytes: number
  /** Whether this side can keep more, whatever the other side grants. */
  readonly hasRoom: () => boolean
}

/** Without credit until the first `restart`. */
export function createCredit({ maxWaitingBytes, hasRoom }: CreditOptions): Credit {
  const waiting = new Set<Waiter>()
  let waitingBytes = 0
  let granted = 0
  let spent = 0
  let held = true

  /** The last item may overdraw: one that is larger than the window could never be sent otherwise. */
  const open = (): boolean => !held && spent < granted && hasRoom()

  function send(item: WaitingItem): void {
    spent += item.bytes
    item.send()
  }

  function leave(waiter: Waiter): void {
    if (waiting.delete(waiter)) waitingBytes -= waiter.item.bytes
  }

  function proceed(): void {
    for (const waiter of waiting) {
      if (!open()) return
      leave(waiter)
      send(waiter.item)
      waiter.resolve()
    }
  }

  return {
    offer(item) {
      if (waiting.size > 0 || !open()) return false
      send(item)
      return true
    },
    async wait(item, operation, deadline) {
      if (waitingBytes + item.bytes > maxWaitingBytes) {
        throw new Overloaded(operation, `the other side is behind, and ${waitingBytes} bytes wait for it already`)
      }
      return new Promise((resolve, reject) => {
        const waiter = { item, operation, resolve, reject }
        waiting.add(waiter)
        waitingBytes += item.bytes
        deadline.onAbort(() => {
          leave(waiter)
          reject(deadline.reason)
        })
      })
    },
    grant(total) {
      granted = Math.max(granted, total)
      proceed()
    },
    hold: () => void (held = true),
    restart(windowBytes) {
      held = false
      granted = windowBytes
      spent = 0
      proceed()
    },
    fail(error) {
      for (const waiter of waiting) {
        leave(waiter)
        waiter.reject(new Unavailable(waiter.operation, error.message, error))
      }
    },
    get granted() {
      return granted
    },
  }
}
