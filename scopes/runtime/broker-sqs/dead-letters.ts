import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import type { DeadLetter, DeadLetterFilter, DeadLetters } from '@tessera/runtime.broker'
import { type Clients, isMissing } from './clients.ts'
import { ATTRIBUTE, read, write } from './envelope.ts'
import { DEAD, deadQueueName, queueName, token } from './names.ts'

/** Seconds for which one that looks hides what it has seen from others that look. */
const LOOK_SECONDS = 30

/** Looks through so many of an address at most: SQS has no way to look but to take, and all goes back. */
const MOST = 10_000

/** The dead letters of an address are in a queue of their own. */
export function createDeadLetters(clients: Clients): DeadLetters {
  async function search(filter: DeadLetterFilter, visit: Visit): Promise<number> {
    let taken = 0
    for (const queueUrl of await queuesOf(clients, filter))
      taken += await searchQueue(clients, queueUrl, { filter, visit })
    return taken
  }
  return {
    async list(filter = {}) {
      const letters: DeadLetter[] = []
      await search(filter, async ({ letter }) => {
        letters.push(letter)
        return 'keep'
      })
      return letters.toSorted((a, b) => a.deadAt - b.deadAt).slice(0, filter.limit ?? 100)
    },
    replay: (filter = {}) => search(filter, (found) => giveBack(clients, found)),
    discard: (filter = {}) => search(filter, async () => 'take'),
  }
}

interface Found {
  readonly letter: DeadLetter
  readonly sqsId: string
  readonly receipt: string
  readonly expires: boolean
}

type Visit = (found: Found) => Promise<'take' | 'keep'>

async function queuesOf({ sqs, ask }: Clients, { address }: DeadLetterFilter): Promise<readonly string[]> {
  return ask(async () => {
    const prefix = address === undefined ? DEAD : deadQueueName(address)
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000 }))
    return QueueUrls
  })
}

interface Searching {
  readonly filter: DeadLetterFilter
  readonly visit: Visit
}

async function searchQueue({ sqs, ask }: Clients, QueueUrl: string, { filter, visit }: Searching): Promise<number> {
  const kept: string[] = []
  let [looked, taken] = [0, 0]
  try {
    while (looked < MOST) {
      const found = await ask(() => look(sqs, QueueUrl))
      if (found.length === 0) return taken
      looked += found.length
      for (const one of found) {
        const fits = matches(one.letter, filter)
        if (fits && (await visit(one)) === 'take') {
          await ask(() => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: one.receipt })))
          taken++
        } else kept.push(one.receipt)
      }
    }
    return taken
  } finally {
    const back = kept.map((ReceiptHandle) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
    )
    // What was looked at for too long is back already.
    await Promise.allSettled(back)
  }
}

async function look(sqs: Clients['sqs'], QueueUrl: string): Promise<readonly Found[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: LOOK_SECONDS, MessageAttributeNames: [ATTRIBUTE] },
      // Only one that waits asks all of the servers that a queue is on.
      WaitTimeSeconds: 1,
    }),
  )
  return Messages.map((message) => {
    const { message: sent, attempts, publishedAt, grave } = read(message)
    const { address = '', group = '', reason = { code: '', message: '' }, deadAt = 0, expires = false } = grave ?? {}
    return {
      ...{ sqsId: message.MessageId ?? '', receipt: message.ReceiptHandle ?? '', expires },
      letter: { address, group, message: sent, reason, attempts, publishedAt, deadAt },
    }
  })
}

function matches({ address, group, message }: DeadLetter, filter: DeadLetterFilter): boolean {
  return (
    (filter.address === undefined || filter.address === address) &&
    (filter.group === undefined || filter.group === group) &&
    (filter.ids === undefined || filter.ids.includes(message.id))
  )
}

/** To its group, as if it were new. A group that expired has nobody to handle it. */
async function giveBack({ sqs, ask }: Clients, { letter, sqsId, expires }: Found): Promise<'take' | 'keep'> {
  const { message, publishedAt } = letter
  return ask(async () => {
    try {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName(letter, expires) }))
      const { text, attributes } = write({ message, attempts: 0, publishedAt })
      const ids = { MessageGroupId: token(message.key ?? message.id), MessageDeduplicationId: `replay-${sqsId}` }
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: text, MessageAttributes: attributes, ...ids }))
      return 'take'
    } catch (error) {
      if (isMissing(error)) return 'keep'
      throw error
    }
  })
}
