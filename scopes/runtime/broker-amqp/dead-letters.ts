import type { DeadLetter, DeadLetterFilter, DeadLetters } from '@tessera/runtime.broker'
import { Unavailable } from '@tessera/runtime.core'
import type { Channel, GetMessage, RecoveringChannelModel } from 'amqplib'
import { publishOptions, readDeadLetter } from './envelope.ts'
import { DEAD_LETTERS, queueName } from './names.ts'
import type { Session } from './session.ts'

/** Looks through so many at most: RabbitMQ has no way to look but to take, and all goes back where it was. */
const MOST = 10_000

/** The dead letters of all queues, in one that anything that speaks AMQP can look into. */
export function createDeadLetters(model: RecoveringChannelModel, session: Session, url: string): DeadLetters {
  async function search(searching: Search, visit: Visit): Promise<number> {
    try {
      return await searchAll(model, searching, visit)
    } catch (error) {
      if (error instanceof Unavailable) throw error
      throw new Unavailable(url, error instanceof Error ? error.message : String(error), error)
    }
  }
  return {
    list: async (filter = {}) => {
      const letters: DeadLetter[] = []
      await search({ filter, limit: filter.limit ?? 100 }, async (letter) => {
        letters.push(letter)
        return 'keep'
      })
      return letters
    },
    replay: async (filter = {}) => {
      const isThere = createQueueLookup(model)
      return search({ filter, limit: MOST }, async (letter) => {
        const queue = queueName(letter.address, letter.group)
        // A group that expired has nobody to handle it.
        if (!(await isThere(queue))) return 'keep'
        const options = publishOptions({ ...letter, attempts: 0 })
        await session.publish({ exchange: '', routingKey: queue, body: letter.message.body, options })
        return 'take'
      })
    },
    discard: async (filter = {}) => search({ filter, limit: MOST }, async () => 'take'),
  }
}

type Visit = (letter: DeadLetter) => Promise<'take' | 'keep'>

interface Search {
  readonly filter: DeadLetterFilter
  readonly limit: number
}

/** How many were taken. */
async function searchAll(model: RecoveringChannelModel, { filter, limit }: Search, visit: Visit): Promise<number> {
  const channel = await model.createChannel()
  channel.on('error', () => {})
  let [found, taken] = [0, 0]
  try {
    for (let looked = 0; looked < MOST && found < limit; looked++) {
      const message = await channel.get(DEAD_LETTERS)
      if (message === false) break
      const letter = readDeadLetter(message)
      if (!letter || !fits(letter, filter)) continue
      found++
      if ((await visit(letter)) === 'take') taken += take(channel, message)
    }
    return taken
  } finally {
    // What was not taken goes back.
    await channel.close().catch(() => {})
  }
}

function take(channel: Channel, message: GetMessage): number {
  channel.ack(message)
  return 1
}

function fits({ address, group, message }: DeadLetter, filter: DeadLetterFilter): boolean {
  return (
    (filter.address === undefined || filter.address === address) &&
    (filter.group === undefined || filter.group === group) &&
    (filter.ids === undefined || filter.ids.includes(message.id))
  )
}

/** Asking for a queue that is not there ends the channel: each question has its own. */
function createQueueLookup(model: RecoveringChannelModel): (queue: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  async function ask(queue: string): Promise<boolean> {
    const channel = await model.createChannel()
    channel.on('error', () => {})
    try {
      await channel.checkQueue(queue)
      await channel.close()
      return true
    } catch {
      return false
    }
  }
  return (queue) => {
    const answer = known.get(queue) ?? ask(queue)
    known.set(queue, answer)
    return answer
  }
}
