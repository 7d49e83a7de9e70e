import type { Session } from './session.ts'

/** The right to take messages of an ordered group; one consumer has it at a time, as long as it renews it. */
export interface Lease {
  /** Whether it has it for certain: judged by when it asked, not by when the answer came. */
  readonly valid: boolean
  /** Takes it, or keeps it; whether this consumer has it now. */
  renew(): Promise<boolean>
}

export function createLease(session: Session, holder: string, consumer: string, ms: number): Lease {
  let until = -Infinity
  return {
    get valid() {
      return performance.now() < until
    },
    async renew() {
      const asked = performance.now()
      const held = (await session.call<number>('tesseraHold', holder, consumer, ms)) === 1
      until = held ? asked + ms : -Infinity
      return held
    },
  }
}

/** Groups without an order need none. */
export const FREE: Lease = { valid: true, renew: async () => true }
