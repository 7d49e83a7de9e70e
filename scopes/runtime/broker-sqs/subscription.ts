import { setTimeout as sleep } from 'node:timers/promises'
import { ChangeMessageVisibilityCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { createKeyLanes, type KeyLanes, type Subscription } from '@tessera/runtime.broker'
import { type Clients, isMissing, isOver } from './clients.ts'
import { deliver, type Held, type Subscribing, type Work } from './delivery.ts'
import { ATTRIBUTE, read } from './envelope.ts'
import type { Places } from './places.ts'
import { createRemover } from './remover.ts'

/** So long, in milliseconds, a stopped subscription waits for the answer to its last request. */
const GRACE_MS = 1500

/** Takes messages from the queue of a group, at most `prefetch` that are not settled. */
export async function subscribe(clients: Clients, places: Places, subscribing: Subscribing): Promise<Subscription> {
  const { address, group, ackDeadlineMs } = subscribing
  const expired = await places.touch(address, group)
  const state: State = {
    stopped: false,
    wake: () => {},
    queueUrl: await places.queue(address, group),
    // What waited for a group that had expired went with it.
    ignoreBefore: expired ? Date.now() : 0,
  }
  const lanes: KeyLanes = createKeyLanes()
  const open = new Set<Held>()
  const visible = (held: Held, after: number): Promise<void> =>
    tolerant(() =>
      clients.ask(() =>
        clients.sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: state.queueUrl,
            ReceiptHandle: held.receipt,
            VisibilityTimeout: after,
          }),
        ),
      ),
    )
  const work: Work = {
    ...{ clients, places, subscribing, lanes, open, isStopped: () => state.stopped, onSettled: () => state.wake() },
    visible,
    queueUrl: () => state.queueUrl,
    remove: createRemover(clients, () => state.queueUrl),
  }
  // What waits its turn here is not to come to others meanwhile.
  const keeping = every(ackDeadlineMs / 3, async () => {
    const parked = [...open].filter((held) => held.parked)
    await Promise.all(parked.map((held) => visible(held, seconds(ackDeadlineMs))))
  })
  const touching = every((group.expiresMs ?? Infinity) / 3, async () => void (await places.touch(address, group)))
  const aborting = new AbortController()
  const reading = readAll(work, { state, signal: aborting.signal })

  async function stopOnce(): Promise<void> {
    state.stopped = true
    state.wake()
    // A request that is broken off may have been answered with a message: that comes again only after its time.
    await Promise.race([reading, sleep(GRACE_MS, undefined, { ref: false })])
    aborting.abort()
    await reading
  }
  async function closeOnce(): Promise<void> {
    await stop()
    clearInterval(keeping)
    clearInterval(touching)
    await Promise.all([...open].map((held) => visible(held, 0)))
    await places.touch(address, group).catch(() => {})
  }
  let stopping: Promise<void> | undefined
  let closing: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= stopOnce())
  return { stop, close: () => (closing ??= closeOnce()) }
}

interface State {
  stopped: boolean
  /** There is room, or an end. */
  wake: () => void
  queueUrl: string
  readonly ignoreBefore: number
}

interface Reading {
  readonly state: State
  readonly signal: AbortSignal
}

/** Until the subscription is stopped; whatever happens to the connection, it goes on. */
async function readAll(work: Work, { state, signal }: Reading): Promise<void> {
  const { subscribing, open, places } = work
  while (!state.stopped) {
    const room = subscribing.prefetch - open.size
    if (room <= 0) {
      await new Promise<void>((resolve) => (state.wake = resolve))
      continue
    }
    try {
      for (const message of await receive(work, room, signal)) await accept(work, message, state)
    } catch (error) {
      if (state.stopped) return
      await sleep(200)
      // The group may be gone: it expired, or somebody took it away.
      if (!isMissing(error)) continue
      places.forget(subscribing.address)
      state.queueUrl = await places.queue(subscribing.address, subscribing.group).catch(() => state.queueUrl)
    }
  }
}

async function receive(
  { clients, subscribing, queueUrl }: Work,
  room: number,
  signal: AbortSignal,
): Promise<Message[]> {
  const { Messages = [] } = await clients.ask(() =>
    clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl(),
        MaxNumberOfMessages: Math.min(10, room),
        WaitTimeSeconds: clients.waitSeconds,
        VisibilityTimeout: seconds(subscribing.ackDeadlineMs),
        MessageAttributeNames: [ATTRIBUTE],
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      }),
      { abortSignal: signal },
    ),
  )
  return Messages
}

async function accept(work: Work, message: Message, { ignoreBefore, stopped }: State): Promise<void> {
  const { ReceiptHandle: receipt = '', MessageId: sqsId = '', Attributes } = message
  if (Number(Attributes?.SentTimestamp ?? Infinity) < ignoreBefore) return work.remove(receipt)
  const travelled = read(message)
  const count = Number(Attributes?.ApproximateReceiveCount ?? 1)
  const held: Held = { receipt, sqsId, travelled, attempts: travelled.attempts + count - 1, parked: false }
  if (stopped) await work.visible(held, 0)
  else deliver(work, held)
}

/** As SQS has it. */
function seconds(ms: number): number {
  return Math.min(43_200, Math.max(1, Math.ceil(ms / 1000)))
}

function every(ms: number, act: () => Promise<void>): NodeJS.Timeout | undefined {
  if (ms === Infinity) return undefined
  return setInterval(() => act().catch(() => {}), ms).unref()
}

/** What its time is over for is somebody else's: there is nothing to settle. */
async function tolerant(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly name?: string } }
    if (!isOver(cause?.name)) throw error
  }
}
