import type { DeadLetter, DeadLetterFilter, DeadLetters } from '@tessera/runtime.broker'
import { type RawEntry, readEntry } from './entry.ts'
import { DEAD_PLACES, keysOf, type Place } from './keys.ts'
import type { Session } from './session.ts'

/** Read at a time. */
const PAGE = 100

/** The dead letters of each group are a stream of their own. */
export function createDeadLetters(session: Session): DeadLetters {
  async function count(filter: DeadLetterFilter, perform: (found: Found) => Promise<number>): Promise<number> {
    let done = 0
    for await (const found of search(session, filter)) done += await perform(found)
    return done
  }
  return {
    async list(filter = {}) {
      const letters: DeadLetter[] = []
      for await (const { letter } of search(session, filter)) letters.push(letter)
      return letters.toSorted((a, b) => a.deadAt - b.deadAt).slice(0, filter.limit ?? 100)
    },
    // A group that expired has nobody to handle it.
    replay: (filter = {}) =>
      count(filter, ({ id, letter }) => {
        const { dead, queue } = keysOf(letter)
        return session.call('tesseraReplay', dead, queue, id)
      }),
    discard: (filter = {}) => count(filter, ({ id, letter }) => session.call('XDEL', keysOf(letter).dead, id)),
  }
}

interface Found {
  readonly id: string
  readonly letter: DeadLetter
}

async function* search(session: Session, filter: DeadLetterFilter): AsyncGenerator<Found> {
  for (const place of await places(session)) {
    if (filter.address !== undefined && filter.address !== place.address) continue
    if (filter.group !== undefined && filter.group !== place.group) continue
    for await (const found of lettersOf(session, place)) {
      if (filter.ids === undefined || filter.ids.includes(found.letter.message.id)) yield found
    }
  }
}

async function places(session: Session): Promise<readonly Place[]> {
  const members = await session.call<readonly Buffer[]>('SMEMBERS', DEAD_PLACES)
  return members.map((member) => {
    const [address, group] = JSON.parse(member.toString()) as [string, string]
    return { address, group }
  })
}

async function* lettersOf(session: Session, place: Place): AsyncGenerator<Found> {
  const { dead } = keysOf(place)
  for (let after = '-'; ;) {
    const page = await session.call<readonly RawEntry[]>('XRANGE', dead, after, '+', 'COUNT', PAGE)
    for (const raw of page) yield read(place, raw)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = `(${last[0].toString()}`
  }
}

function read(place: Place, raw: RawEntry): Found {
  const { id, message, publishedAt, attempts, text } = readEntry(raw)
  const reason = { code: text('code'), message: text('message') }
  return { id, letter: { ...place, message, reason, attempts, publishedAt, deadAt: Number(text('at')) } }
}
