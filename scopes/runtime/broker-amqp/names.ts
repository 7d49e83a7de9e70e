import type { Group } from '@tessera/runtime.broker'
import type { Options } from 'amqplib'

/** Where all dead letters go, whichever queue they come from. */
export const DEAD_LETTERS = 'tessera.dead-letters'

/** A direct exchange that all messages go through: their address is the routing key, each queue is bound to one. */
export const EXCHANGE = 'tessera'

export function queueName(address: string, group: string): string {
  return `${address}.${group}`
}

/** A queue that outlives its broker is replicated; one that expires is not worth that. */
export function queueOptions({ expiresMs, ordered }: Group): Options.AssertQueue {
  const order = ordered ? { 'x-single-active-consumer': true } : {}
  if (expiresMs !== undefined) return { durable: true, expires: expiresMs, arguments: order }
  return {
    durable: true,
    // What RabbitMQ itself gives up on, after a limit of its own, is not lost either.
    deadLetterExchange: '',
    deadLetterRoutingKey: DEAD_LETTERS,
    arguments: { 'x-queue-type': 'quorum', ...order },
  }
}

/** One for each delay: in a queue of several delays the short ones would wait behind the long. */
export function delayQueue(
  queue: string,
  delayMs: number,
): { readonly name: string; readonly options: Options.AssertQueue } {
  return {
    name: `${queue}.delay.${delayMs}`,
    options: {
      durable: true,
      messageTtl: delayMs,
      deadLetterExchange: '',
      deadLetterRoutingKey: queue,
      expires: delayMs + 60_000,
    },
  }
}
