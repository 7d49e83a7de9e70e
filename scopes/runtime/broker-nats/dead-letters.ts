import type { StoredMsg } from '@nats-io/jetstream'
import type { DeadLetter, DeadLetterFilter, DeadLetters } from '@tessera/runtime.broker'
import { type Found, readGrave, writeHeaders } from './envelope.ts'
import { consumersOf, DEAD, deadSubject, MESSAGES, messageSubject } from './names.ts'
import { isMissing, type Session } from './session.ts'

/** The dead letters of all groups are one stream, a subject for each. */
export function createDeadLetters(session: Session): DeadLetters {
  async function count(filter: DeadLetterFilter, perform: (found: Found) => Promise<boolean>): Promise<number> {
    let done = 0
    for await (const found of search(session, filter)) if (await perform(found)) done++
    return done
  }
  const forget = (seq: number): Promise<boolean> =>
    session.attempt(() => session.jsm.streams.deleteMessage(DEAD, seq, false))
  return {
    async list(filter = {}) {
      const letters: DeadLetter[] = []
      for await (const { letter } of search(session, filter)) {
        if (letters.length === (filter.limit ?? 100)) break
        letters.push(letter)
      }
      return letters
    },
    replay: (filter = {}) =>
      count(filter, async (found) => {
        // A group that expired has nobody to handle it.
        if (!(await hasGroup(session, found))) return false
        await giveBack(session, found)
        return forget(found.seq)
      }),
    discard: (filter = {}) => count(filter, ({ seq }) => forget(seq)),
  }
}

async function* search(session: Session, filter: DeadLetterFilter): AsyncGenerator<Found> {
  const subject = deadSubject(filter)
  for (let seq = 1; ;) {
    const stored = await next(session, seq, subject)
    if (!stored) return
    seq = stored.seq + 1
    const found = readGrave(stored)
    if (filter.ids === undefined || filter.ids.includes(found.letter.message.id)) yield found
  }
}

/** The first from that number on. */
function next(session: Session, seq: number, subject: string): Promise<StoredMsg | undefined> {
  return session.attempt(async () => {
    // The server takes both together; the types of its client do not know that.
    const query = { seq, next_by_subj: subject } as { readonly seq: number }
    return (await session.jsm.streams.getMessage(DEAD, query)) ?? undefined
  })
}

async function hasGroup({ jsm, attempt }: Session, { letter, ordered }: Found): Promise<boolean> {
  const [consumer] = consumersOf(letter, ordered)
  return attempt(() =>
    jsm.consumers.info(MESSAGES, consumer?.name ?? '').then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false
        throw error
      },
    ),
  )
}

async function giveBack({ js, attempt }: Session, { seq, letter }: Found): Promise<void> {
  const { address, group, message, publishedAt } = letter
  const headers = writeHeaders({ message, attempts: 0, publishedAt, group })
  const options = { headers, msgID: `${address} ${group} replay ${seq}` }
  await attempt(() => js.publish(messageSubject(address, message), message.body, options))
}
