import type { QueueKeys } from './keys.ts'
import type { Session } from './session.ts'

/** Acknowledges an entry; resolves when Redis has it. */
export type Acknowledge = (id: string) => Promise<void>

/** What is acknowledged in one turn of the event loop goes as one command: most of what each costs is its way there. */
export function createAcknowledger(session: Session, { queue }: QueueKeys): Acknowledge {
  let ids: string[] = []
  let sending: Promise<void> | undefined

  async function send(): Promise<void> {
    await new Promise((resolve) => process.nextTick(resolve))
    const batch = ids
    ids = []
    sending = undefined
    await session.call('tesseraAck', queue, ...batch)
  }
  return (id) => {
    ids.push(id)
    return (sending ??= send())
  }
}
