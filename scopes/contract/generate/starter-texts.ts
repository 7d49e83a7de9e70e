/** What differs from starter to starter. */
export interface StarterNames {
  /** Of the export: `ordersApi`. */
  readonly variable: string
  /** As a literal of TypeScript: `'acme.orders/orders-api'`. */
  readonly id: string
}

export function httpStarter({ variable, id }: StarterNames): string {
  return `import { httpContract, problem } from '@tessera/contract.define'
import { z } from 'zod'

/** A schema with a name becomes a type of its own: ItemW for who writes one, ItemR for who reads one. */
const Item = z
  .object({
    id: z.uuid(),
    name: z.string().min(1).max(80).describe('Shown to people.'),
    // May be left out by the writer; a reader always gets it.
    status: z.enum(['draft', 'active']).default('draft'),
    // A new optional field breaks nobody. A new required one does.
    note: z.string().max(500).optional(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Item', description: 'What this service keeps.' })

/** Both sides are validated against this: what leaves a service as well as what comes in. */
export const ${variable} = httpContract({
  id: ${id},
  summary: 'Keeps items',
  operations: {
    createItem: {
      method: 'POST',
      path: '/items',
      summary: 'Add an item',
      body: Item.pick({ name: true, status: true, note: true }),
      // One answer for each status; a problem is an RFC 9457 error.
      responses: { 201: Item, 422: problem() },
      // A client may send it again after a broken connection: the key tells that it is the same call.
      idempotent: 'key',
      // How long a caller waits, all retries included.
      deadlineMs: 2000,
    },
    getItem: {
      method: 'GET',
      path: '/items/{id}',
      summary: 'Look up one item',
      params: { id: Item.shape.id },
      responses: { 200: Item, 404: problem() },
      deadlineMs: 1000,
    },
    listItems: {
      method: 'GET',
      path: '/items',
      summary: 'The newest items first',
      query: { limit: z.int().min(1).max(100).default(20) },
      responses: { 200: z.object({ items: z.array(Item) }) },
      deadlineMs: 1000,
    },
  },
})
`
}

export function messagingStarter({ variable, id }: StarterNames): string {
  return `import { messagingContract } from '@tessera/contract.define'
import { z } from 'zod'

/** A schema with a name becomes a type of its own: JobW for who writes one, JobR for who reads one. */
const Job = z
  .object({
    id: z.uuid(),
    kind: z.enum(['resize', 'convert']),
    // May be left out by the sender; a handler always gets it.
    priority: z.int().min(0).max(9).default(5),
    // A new optional field breaks nobody. A new required one does.
    note: z.string().max(500).optional(),
  })
  .meta({ id: 'Job', description: 'What is to be done.' })

const Outcome = z
  .object({ jobId: Job.shape.id, ok: z.boolean(), finishedAt: z.iso.datetime() })
  .meta({ id: 'Outcome', description: 'How a job ended.' })

/** Both sides are validated against this: what leaves a service as well as what comes in. */
export const ${variable} = messagingContract({
  id: ${id},
  summary: 'Jobs for the workers of this service',
  messages: {
    job: { summary: 'Do this', payload: Job },
    outcome: { summary: 'It is done', payload: Outcome },
  },
  channels: {
    // The owner of this contract is the provider: who uses it sends jobs, the owner's workers handle them.
    jobs: {
      sentBy: 'consumer',
      message: 'job',
      replyWith: 'outcome',
      // One worker among all gets each job; one-per-service and each-replica hand out copies.
      delivery: 'one-of-all',
      // Jobs with the same id are done in order.
      orderBy: 'id',
      // A handler that fails is tried again, then the message becomes a dead letter.
      retry: { attempts: 5, delayMs: 1000, backoff: 'exponential', maxDelayMs: 60000 },
      // How long who asks for the outcome waits.
      deadlineMs: 30000,
    },
    outcomes: {
      sentBy: 'provider',
      message: 'outcome',
      // Each service that subscribes gets each message once, however many replicas it has.
      delivery: 'one-per-service',
    },
  },
})
`
}

export function socketsStarter({ variable, id }: StarterNames): string {
  return `import { socketContract } from '@tessera/contract.define'
import { z } from 'zod'

/** A schema with a name becomes a type of its own: ReadingW for who writes one, ReadingR for who reads one. */
const Reading = z
  .object({
    sensor: z.string().min(1).max(40),
    value: z.number(),
    // May be left out by the sender; a reader always gets it.
    unit: z.string().max(10).default('celsius'),
    takenAt: z.iso.datetime(),
  })
  .meta({ id: 'Reading', description: 'What a sensor measured.' })

/** Both sides are validated against this: what leaves a service as well as what comes in. */
export const ${variable} = socketContract({
  id: ${id},
  summary: 'Readings of sensors, and commands to them',
  // What a sender may have on the way before the receiver has taken it; then sending slows down.
  windowBytes: 262144,
  // A peer that is silent for two of these is gone.
  heartbeatMs: 5000,
  items: {
    // The owner of this contract is the provider, who listens; who uses it is the consumer, who connects.
    reading: { sentBy: 'consumer', summary: 'Goes one way, nobody answers', payload: Reading },
    // With a reply an item is a request. Either side may ask the other over the open connection.
    calibrate: {
      sentBy: 'provider',
      summary: 'Ask a sensor to calibrate itself',
      payload: { sensor: Reading.shape.sensor, offset: z.number() },
      reply: { done: z.boolean() },
      // How long who asks waits.
      deadlineMs: 10000,
    },
  },
})
`
}

export function eventsStarter({ variable, id }: StarterNames): string {
  return `import { eventContract } from '@tessera/contract.define'
import { z } from 'zod'

/** What all events of this contract say of the item they are about: little, for who wants more asks for it. */
const about = {
  itemId: z.uuid(),
  // Rises with each change of the item, so that a subscriber knows which one an event is about.
  version: z.int().min(1),
}

/** Both sides are validated against this: what leaves a service as well as what comes in. */
export const ${variable} = eventContract({
  id: ${id},
  summary: 'What happens to items',
  // Each service that subscribes gets each event once, however many replicas it has.
  delivery: 'one-per-service',
  // A handler that fails is tried again, then the event becomes a dead letter.
  retry: { attempts: 5, delayMs: 1000, backoff: 'exponential', maxDelayMs: 60000 },
  // To let subscribers ask for the whole item, import the HTTP contract that has it, name it here and add to an event
  // which operation answers: detailsOf: itemsApi, and below details: 'getItem', args: { id: 'itemId' }, version: 'version'
  events: {
    itemCreated: { summary: 'A new item is there', data: about, orderBy: 'itemId' },
    itemRemoved: {
      summary: 'An item is gone',
      data: { ...about, reason: z.string().max(200).optional() },
      orderBy: 'itemId',
    },
  },
})
`
}
