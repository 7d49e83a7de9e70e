import {
  beginSpan,
  type ContractIdentity,
  type Deadline,
  DeadlineExceeded,
  failureMessage,
  HEADERS,
  IncompatibleContract,
  isRuntimeError,
  type RetryPolicy,
  runInContext,
  type Span,
  startDeadline,
  untilAborted,
  warnOfFailure,
} from '@tessera/runtime.core'
import type { BrokerDelivery, DeadReason } from './broker.ts'
import type { ConsumeOptions, Consumption } from './consume.ts'
import type { Inbox } from './inbox.ts'
import type { MessageContext, MessageRecord } from './message.ts'
import { contextOf, readPeer } from './payload.ts'

/** What the deliveries of one consumer share. */
export interface Work<V> {
  readonly consumption: Consumption<V>
  readonly options: ConsumeOptions
  readonly inbox: Inbox
  readonly policy: RetryPolicy
  /** Of what is in work, so that draining can end it. */
  readonly deadlines: Set<Deadline>
  /** By inbox key, so that what comes twice at a time is handled once. */
  readonly handling: Map<string, Promise<End>>
}

type End = Pick<MessageRecord, 'outcome' | 'error'>

/** Handles one delivery and settles it. Rejects where the broker is gone. */
export async function take<V>(work: Work<V>, delivery: BrokerDelivery): Promise<void> {
  const { options, consumption } = work
  const started = performance.now()
  const deadline = startDeadline(remainingOf(delivery))
  const span = spanOf(work, delivery)
  const context = contextOf(delivery, deadline, span?.traceparent)
  const heartbeat = keepAlive(delivery)
  work.deadlines.add(deadline)
  try {
    // An inbox that fails is no reason to lose the message, nor to handle it unremembered.
    const end = await attempt(work, delivery, { context, deadline, span }).catch((error: unknown) =>
      fail(work, delivery, { context, deadline, error }),
    )
    span?.end({ error: end.error, attempt: delivery.attempt })
    const { messageId, correlationId, traceparent } = context
    options.onMessage?.({
      ...{ name: consumption.name, messageId, correlationId, traceparent },
      ...{ ms: performance.now() - started, ...end },
    })
  } finally {
    clearInterval(heartbeat)
    work.deadlines.delete(deadline)
    deadline.stop()
  }
}

interface Attempt {
  readonly context: MessageContext
  readonly deadline: Deadline
  readonly span?: Span | undefined
}

async function attempt<V>(work: Work<V>, delivery: BrokerDelivery, attempting: Attempt): Promise<End> {
  const { consumption, policy, handling } = work
  const { deadline } = attempting
  const key = `${consumption.address}\n${consumption.group.name}\n${delivery.message.id}`
  if (delivery.attempt > policy.attempts) return die(work, delivery, { ...attempting, error: neverSettled(delivery) })
  if (deadline.expired) return die(work, delivery, { ...attempting, error: late(work, deadline) })
  while (handling.has(key)) await handling.get(key)?.catch(ignore)
  // Before anything is waited for: its twin may be just about to ask the inbox, too.
  const end = handleOnce(work, delivery, { ...attempting, key })
  handling.set(key, end)
  try {
    return await end
  } finally {
    handling.delete(key)
  }
}

async function handleOnce<V>(
  work: Work<V>,
  delivery: BrokerDelivery,
  attempting: Attempt & { readonly key: string },
): Promise<End> {
  if (!(await work.inbox.has(attempting.key))) return handle(work, delivery, attempting)
  await delivery.ack()
  return { outcome: 'repeated' }
}

async function handle<V>(
  work: Work<V>,
  delivery: BrokerDelivery,
  { context, deadline, span, key }: Attempt & { readonly key: string },
): Promise<End> {
  const { consumption, inbox } = work
  let value: V
  try {
    refuseStranger(consumption.identity, delivery)
    value = consumption.read(delivery)
  } catch (error) {
    return die(work, delivery, { context, error })
  }
  try {
    const run = (): unknown => runInContext(context, () => consumption.handle(value, context))
    await untilAborted(deadline, () => (span === undefined ? run() : span.run(run)))
  } catch (error) {
    return fail(work, delivery, { context, deadline, error })
  }
  await inbox.add(key)
  await delivery.ack()
  return { outcome: 'handled' }
}

async function fail<V>(
  work: Work<V>,
  delivery: BrokerDelivery,
  { context, deadline, error }: Attempt & { readonly error: unknown },
): Promise<End> {
  if (deadline.aborted && error === deadline.reason) {
    if (deadline.expired) return die(work, delivery, { context, error: late(work, deadline) })
    await delivery.release()
    return { outcome: 'released', error }
  }
  if (isRuntimeError(error, 'NOT_RETRYABLE')) return die(work, delivery, { context, error })
  if (delivery.attempt >= work.policy.attempts) return die(work, delivery, { context, error: exhausted(work, error) })
  complain(work, delivery, { context, error, outcome: 'retried' })
  await delivery.retry(delayBefore(delivery.attempt + 1, work.policy))
  return { outcome: 'retried', error }
}

function spanOf<V>({ consumption, options: { telemetry } }: Work<V>, { message }: BrokerDelivery): Span | undefined {
  if (telemetry === undefined) return undefined
  const { name, pattern = 'messaging', identity } = consumption
  const { contract, line } = identity
  const parent = message.headers[HEADERS.traceparent]
  return beginSpan(telemetry, { kind: 'consumer', pattern, contract, line, name, parent })
}

/** Milliseconds until nobody waits for what comes of it; `Infinity` where nothing is said. */
function remainingOf({ message }: BrokerDelivery): number {
  const at = Number(message.headers[HEADERS.messageDeadline] ?? Infinity)
  return Number.isNaN(at) ? Infinity : Math.max(0, at - Date.now())
}

function late<V>({ consumption }: Work<V>, deadline: Deadline): DeadlineExceeded {
  return new DeadlineExceeded(consumption.name, deadline.ms)
}

/** Milliseconds before that attempt. */
export function delayBefore(attemptNumber: number, { delayMs, backoff, maxDelayMs = 3_600_000 }: RetryPolicy): number {
  const factor = backoff === 'exponential' ? 2 ** (attemptNumber - 2) : 1
  return Math.min(delayMs * factor, Math.max(maxDelayMs, delayMs))
}

interface Failure {
  readonly context: MessageContext
  readonly error: unknown
}

async function die<V>(work: Work<V>, delivery: BrokerDelivery, { context, error }: Failure): Promise<End> {
  const cause = error instanceof Exhausted ? error.cause : error
  complain(work, delivery, { context, error: cause, outcome: 'dead' })
  const reason = reasonOf(work, error)
  await delivery.reject(reason)
  await work.consumption.onDead?.(reason.code, context).catch(ignore)
  return { outcome: 'dead', error: cause }
}

/** The last of its attempts failed. */
class Exhausted extends Error {
  readonly code = 'ATTEMPTS_EXHAUSTED'

  constructor(message: string, cause: unknown) {
    super(message, { cause })
  }
}

function exhausted<V>({ consumption: { isSecret = false } }: Work<V>, error: unknown): Exhausted {
  return new Exhausted(failureMessage(error, isSecret), error)
}

function neverSettled({ attempt: attempts }: BrokerDelivery): Exhausted {
  const message = `delivered ${attempts - 1} times, and nobody said what became of it`
  return new Exhausted(message, new Error(message))
}

function reasonOf<V>(work: Work<V>, error: unknown): DeadReason {
  if (isRuntimeError(error)) return { code: error.code, message: error.message }
  const { code, message } = error instanceof Exhausted ? error : exhausted(work, error)
  return { code, message }
}

function complain<V>(
  { options, consumption }: Work<V>,
  delivery: BrokerDelivery,
  { context, error, outcome }: Failure & { readonly outcome: 'retried' | 'dead' },
): void {
  const { messageId, traceparent } = context
  const { name, isSecret = false } = consumption
  if (options.onError) options.onError(error, { name, messageId, traceparent, attempt: delivery.attempt, outcome })
  else warnOfFailure(`${name} ${messageId} failed and is ${outcome}`, error, { isSecret, traceparent })
}

/** Peers of one line work together; who does not say what it speaks is taken at its word. */
function refuseStranger(ours: ContractIdentity, delivery: BrokerDelivery): void {
  const theirs = readPeer(delivery.message.headers)
  const other = theirs?.contract !== undefined && theirs.contract !== ours.contract
  const otherLine = theirs?.line !== undefined && theirs.line !== ours.line
  if (theirs && (other || otherLine)) throw new IncompatibleContract(ours, theirs)
}

/** However long its handler takes, a message stays with it as long as this process lives. */
function keepAlive(delivery: BrokerDelivery): NodeJS.Timeout | undefined {
  if (delivery.ackDeadlineMs === Infinity) return undefined
  return setInterval(() => delivery.extend(), delivery.ackDeadlineMs / 3).unref()
}

function ignore(): void {}
