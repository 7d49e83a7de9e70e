import { Unavailable } from '@tessera/runtime.core'
import type { Channel, ConfirmChannel, Options, RecoveringChannelModel } from 'amqplib'

/** A channel to publish on that comes back after a loss of the connection. */
export interface Session {
  /** Runs `work` on the channel; anew on a new one where the connection was lost in between. */
  on<R>(work: (channel: ConfirmChannel) => Promise<R>): Promise<R>
  /** Resolves when RabbitMQ has confirmed it. */
  publish(publication: Publication): Promise<void>
  /** Declares something, once for each connection. */
  once(name: string, declare: (channel: ConfirmChannel) => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

export interface Publication {
  readonly exchange: string
  readonly routingKey: string
  readonly body: Uint8Array
  readonly options: Options.Publish
}

/** @param url without credentials, for errors */
export function createSession(model: RecoveringChannelModel, url: string): Session {
  let current: Promise<Opened> | undefined
  /** `current`, as soon as it is there. */
  let live: Opened | undefined
  let closed = false

  function open(): Promise<Opened> {
    const opening = model.createConfirmChannel().then((channel) => {
      const opened: Opened = { channel, declared: new Map(), failure: undefined, gone: false }
      channel.on('error', (error: Error) => (opened.failure = error))
      channel.on('close', () => {
        opened.gone = true
        if (current === opening) current = live = undefined
      })
      return (live = opened)
    })
    opening.catch(() => {
      if (current === opening) current = undefined
    })
    return opening
  }

  async function attempt<R>(work: (opened: Opened) => Promise<R>): Promise<R> {
    for (;;) {
      if (closed) throw new Unavailable(url, 'this broker was closed')
      const opened = live ?? (await (current ??= open()))
      try {
        return await work(opened)
      } catch (error) {
        // RabbitMQ itself refused: it would again.
        if (opened.failure) throw new Unavailable(url, opened.failure.message, opened.failure)
        if (!opened.gone && !isClosing(error)) throw error
      }
    }
  }

  return {
    on: (work) => attempt(({ channel }) => work(channel)),
    publish: (publication) => attempt(({ channel }) => confirmed(channel, publication)),
    once: (name, declare) =>
      attempt(async ({ channel, declared }) => {
        const done = declared.get(name) ?? declare(channel)
        declared.set(name, done)
        await done
      }),
    async close() {
      closed = true
      const opened = await current?.catch(() => undefined)
      if (opened && !opened.gone) await opened.channel.close().catch(() => {})
    },
  }
}

interface Opened {
  readonly channel: ConfirmChannel
  readonly declared: Map<string, Promise<unknown>>
  failure: Error | undefined
  gone: boolean
}

function confirmed(channel: Channel, { exchange, routingKey, body, options }: Publication): Promise<void> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    const done = (error: unknown): void => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)))
      else resolve()
    }
    ;(channel as ConfirmChannel).publish(exchange, routingKey, bytes, options, done)
  })
}

/** Thrown by amqplib a moment before it says that the channel is closed. */
function isClosing(error: unknown): boolean {
  return error instanceof Error && error.name === 'IllegalOperationError'
}
