import { setImmediate as nextTurn } from 'node:timers/promises'
import { DeleteMessageBatchCommand, type BatchResultErrorEntry } from '@aws-sdk/client-sqs'
import { Unavailable } from '@tessera/runtime.core'
import { type Clients, isOver } from './clients.ts'

/** Takes a message off its queue, by the receipt of its delivery. */
export type Remove = (receipt: string) => Promise<void>

/** SQS takes so many at once. */
const MOST = 10

/** What is settled in one turn of the event loop goes in one request, or in as few as SQS allows: each costs time and money. */
export function createRemover(clients: Clients, queueUrl: () => string): Remove {
  let batch: Batch | undefined

  function begin(): Batch {
    const receipts: string[] = []
    const removed = nextTurn().then(() => {
      if (batch?.receipts === receipts) batch = undefined
      return removeAll(clients, queueUrl(), receipts)
    })
    return { receipts, removed }
  }
  return async (receipt) => {
    if (batch === undefined || batch.receipts.length === MOST) batch = begin()
    const { receipts, removed } = batch
    const index = receipts.push(receipt) - 1
    const failure = (await removed).get(`${index}`)
    if (failure && !isOver(failure.Code))
      throw new Unavailable(clients.url, `${failure.Code}: ${failure.Message ?? ''}`)
  }
}

interface Batch {
  readonly receipts: string[]
  readonly removed: Promise<Failures>
}

/** By the place of the receipt in its batch. */
type Failures = ReadonlyMap<string, BatchResultErrorEntry>

async function removeAll(clients: Clients, QueueUrl: string, receipts: readonly string[]): Promise<Failures> {
  const Entries = receipts.map((ReceiptHandle, index) => ({ Id: `${index}`, ReceiptHandle }))
  const { Failed = [] } = await clients.ask(() =>
    clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries })),
  )
  return new Map(Failed.map((failure) => [failure.Id ?? '', failure]))
}
