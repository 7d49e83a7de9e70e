import { CreateTopicCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs'
import type { Group } from '@tessera/runtime.broker'
import { type Clients, isMissing } from './clients.ts'
import { deadQueueName, EXPIRING, queueName, topicName } from './names.ts'

/** What there is at AWS: made when it is needed first. */
export interface Places {
  /** The ARN of the topic of an address. */
  topic(address: string): Promise<string>
  /** The URL of the queue of a group, which is subscribed to the topic of its address. */
  queue(address: string, group: Group): Promise<string>
  /** The URL of the queue for dead letters of an address. */
  dead(address: string): Promise<string>
  /** Says that the group is in use; whether it had expired before. Where it never does, nothing happens. */
  touch(address: string, group: Group): Promise<boolean>
  /** Forgets what it knows of an address: somebody took it away. */
  forget(address: string): void
}

/** Seconds that a message is kept at most; SQS keeps none for longer. */
const RETENTION = String(14 * 24 * 3600)

/** Tags of queues that expire. */
const TAGS = { expires: 'tessera-expires-ms', seen: 'tessera-seen', subscription: 'tessera-subscription' } as const

export function createPlaces(clients: Clients): Places {
  const { sqs, sns, ask } = clients
  const known = new Map<string, Promise<string>>()
  let swept = false

  function once(name: string, make: () => Promise<string>): Promise<string> {
    const made = known.get(name) ?? ask(make)
    known.set(name, made)
    made.catch(() => known.delete(name))
    return made
  }
  const topic = (address: string): Promise<string> =>
    once(`topic ${address}`, async () => {
      const Attributes = { FifoTopic: 'true', ContentBasedDeduplication: 'false', FifoThroughputScope: 'MessageGroup' }
      const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: topicName(address), Attributes }))
      return TopicArn
    })
  const queue = (address: string, group: Group): Promise<string> =>
    once(`queue ${JSON.stringify([address, group.name])}`, async () => {
      const name = queueName({ address, group: group.name }, group.expiresMs !== undefined)
      return makeQueue(clients, { name, topicArn: await topic(address), expiresMs: group.expiresMs })
    })

  return {
    topic,
    queue,
    dead: (address) =>
      once(`dead ${address}`, async () => {
        const Attributes = { MessageRetentionPeriod: RETENTION }
        const { QueueUrl = '' } = await sqs.send(
          new CreateQueueCommand({ QueueName: deadQueueName(address), Attributes }),
        )
        return QueueUrl
      }),
    async touch(address, group) {
      if (group.expiresMs === undefined) return false
      if (!swept) sweep(clients).catch(() => {})
      swept = true
      const QueueUrl = await queue(address, group)
      return ask(async () => {
        const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }))
        await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { [TAGS.seen]: String(Date.now()) } }))
        return isExpired(Tags)
      })
    },
    forget(address) {
      for (const name of known.keys()) if (name.includes(address)) known.delete(name)
    },
  }
}

interface Making {
  readonly name: string
  readonly topicArn: string
  readonly expiresMs: number | undefined
}

async function makeQueue({ sqs, sns }: Clients, { name, topicArn, expiresMs }: Making): Promise<string> {
  // Both are of one account and region.
  const queueArn = topicArn.replace(/^(arn:[^:]+):sns:(.*):[^:]+$/, `$1:sqs:$2:${name}`)
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        FifoQueue: 'true',
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
        MessageRetentionPeriod: RETENTION,
        Policy: mayPut(topicArn, queueArn),
      },
    }),
  )
  const { SubscriptionArn = '' } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queueArn,
      Attributes: { RawMessageDelivery: 'true' },
      ReturnSubscriptionArn: true,
    }),
  )
  if (expiresMs !== undefined) {
    const Tags = { [TAGS.expires]: String(expiresMs), [TAGS.subscription]: SubscriptionArn }
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags }))
  }
  return QueueUrl
}

function mayPut(topicArn: string, queueArn: string): string {
  const Condition = { ArnEquals: { 'aws:SourceArn': topicArn } }
  const Principal = { Service: 'sns.amazonaws.com' }
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: queueArn, Condition }]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

function isExpired(tags: Readonly<Record<string, string>>): boolean {
  const { [TAGS.seen]: seen, [TAGS.expires]: expires } = tags
  return seen !== undefined && expires !== undefined && Date.now() - Number(seen) > Number(expires)
}

/** SQS lets no queue expire: whoever comes by takes away those of replicas that are gone. */
async function sweep({ sqs, sns }: Clients): Promise<void> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: EXPIRING, MaxResults: 1000 }))
  for (const QueueUrl of QueueUrls) {
    try {
      const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }))
      const { [TAGS.expires]: expires, [TAGS.seen]: seen, [TAGS.subscription]: subscription } = Tags
      // Much later than it could: one that comes back after a moment finds its queue.
      if (seen === undefined || Date.now() - Number(seen) < Number(expires) + GRACE_MS) continue
      if (subscription !== undefined) await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }))
      await sqs.send(new DeleteQueueCommand({ QueueUrl }))
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
}

const GRACE_MS = 600_000
