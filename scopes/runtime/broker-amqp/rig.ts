import { once } from 'node:events'
import { connect } from 'node:net'
import type { Broker } from '@tessera/runtime.broker'
import { connect as connectAmqp } from 'amqplib'
import { openBroker } from './index.ts'
import { queueName } from './names.ts'

/** The RabbitMQ of the tests. */
export const RABBITMQ = process.env.TESSERA_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672'

/** Whether tests run that need it: where it is there, and where its absence is a failure. */
export async function hasRabbitMq(): Promise<boolean> {
  if (process.env.TESSERA_REQUIRE_SERVICES === '1') return true
  const socket = connect(portOf(RABBITMQ), new URL(RABBITMQ).hostname)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Opens brokers, and takes away afterwards what they declared. */
export interface Tracker extends AsyncDisposable {
  open(url?: string): Promise<Broker>
}

export function createTracker(): Tracker {
  const queues = new Set<string>()
  return {
    async open(url = RABBITMQ) {
      const broker = await openBroker(url)
      return {
        ...broker,
        declare: (address, group) => {
          queues.add(queueName(address, group.name))
          return broker.declare(address, group)
        },
        subscribe: (address, options, receive) => {
          queues.add(queueName(address, options.group.name))
          return broker.subscribe(address, options, receive)
        },
      }
    },
    async [Symbol.asyncDispose]() {
      const connection = await connectAmqp(RABBITMQ)
      const channel = await connection.createChannel()
      for (const queue of queues) await channel.deleteQueue(queue)
      await connection.close()
    },
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port || 5672)
}
