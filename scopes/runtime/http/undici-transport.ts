import { Readable } from 'node:stream'
import { expireIn, type Expiring, type Expiry } from '@tessera/runtime.core'
import { type Dispatcher, Pool } from 'undici'
import { isStreamed } from './byte-stream.ts'
import { AttemptTimeout, ResponseTooLarge } from './failures.ts'
import { mediaType } from './json-body.ts'
import { flatHeaders } from './node-request.ts'
import { receivedFrom } from './node-streams.ts'
import type { ReceivedResponse } from './read-response.ts'
import type { Attempt, Expected, OpenTransport, OutgoingRequest } from './transport.ts'

/** Over the kept-alive connections of undici. */
export const openPool: OpenTransport = (origin, { connections = 64 }) => {
  // The deadline ends a call; a second, coarser clock would only give it another name.
  const pool = new Pool(origin, { connections, headersTimeout: 0, bodyTimeout: 0 })
  return {
    send(request, expected, done) {
      const exchange = new Exchange(expected, done)
      try {
        pool.dispatch(dispatchOptions(request), exchange)
      } catch (error) {
        exchange.fail(error)
      }
    },
    close: () => pool.close(),
  }
}

function dispatchOptions(request: OutgoingRequest): Dispatcher.DispatchOptions {
  const { body } = request
  if (!isStreamed(body)) return request as Dispatcher.DispatchOptions
  const length = body.length === undefined ? [] : ['content-length', String(body.length)]
  // What is iterable is taken too, whatever the types say.
  const content = body.open() as unknown as string
  return { ...request, method: request.method as 'POST', headers: [...request.headers, ...length], body: content }
}

/** undici's own `request` makes a stream, an AbortSignal and an async resource for each call: half of its price. */
class Exchange implements Dispatcher.DispatchHandler, Expiring {
  readonly #expected: Expected
  readonly #done: (attempt: Attempt) => void
  readonly #expiry: Expiry | undefined
  #first: Buffer | undefined
  #more: Buffer[] | undefined
  #size = 0
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: Readonly<Record<string, string>> = {}
  #stream: Readable | undefined
  #streamedBytes = 0
  #ended = false

  constructor(expected: Expected, done: (attempt: Attempt) => void) {
    this.#expected = expected
    this.#done = done
    if (expected.attemptMs !== undefined) this.#expiry = expireIn(expected.attemptMs, this)
    expected.deadline.onAbort(() => this.#cut(expected.deadline.reason))
  }

  expire(): void {
    this.#cut(new AttemptTimeout())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#ended) controller.abort(new Error('it was cut before it began'))
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Parameters<typeof flatHeaders>[0]): void {
    // Informational ones precede the answer.
    this.#status = status
    this.#headers = flatHeaders(headers)
    if (status < 200) return
    const type = mediaType(this.#headers['content-type'])
    const limit = this.#expected.streamedBytes(status, type)
    if (limit !== undefined) this.#openStream(limit, type)
    else if (Number(this.#headers['content-length']) > this.#expected.maxBytes) this.#cut(new ResponseTooLarge())
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#stream !== undefined) return this.#pass(chunk, this.#stream)
    if (this.#size > this.#expected.maxBytes) return this.#cut(new ResponseTooLarge())
    if (this.#first === undefined) this.#first = chunk
    else (this.#more ??= [this.#first]).push(chunk)
  }

  onResponseEnd(): void {
    if (this.#stream !== undefined) return void this.#stream.push(null)
    if (this.#ended) return
    const body = this.#more === undefined ? (this.#first ?? NOTHING) : Buffer.concat(this.#more)
    this.#end({ response: this.#response(body) })
  }

  onResponseError(_: Dispatcher.DispatchController, error: unknown): void {
    this.fail(error)
  }

  fail(error: unknown): void {
    if (this.#stream !== undefined) this.#stream.destroy(asError(error))
    else this.#end({ error, left: this.#controller !== undefined })
  }

  /** From here on it is the reader who says how fast it comes, and the call ends with the stream. */
  #openStream(limit: number, type: string): void {
    const stream = new Readable({
      read: () => this.#controller?.resume(),
      destroy: (error, closed) => {
        if (!stream.readableEnded) this.#controller?.abort(error ?? new Error('nobody wants more of the answer'))
        this.#expected.onStreamed(error ?? undefined)
        closed(error)
      },
    })
    // Nobody may be reading when it fails; who reads later is told even so.
    stream.on('error', () => {})
    this.#stream = stream
    this.#streamedBytes = limit
    this.#end({ response: { ...this.#response(NOTHING), stream: receivedFrom(stream, type) } })
  }

  #pass(chunk: Buffer, stream: Readable): void {
    if (this.#size > this.#streamedBytes) stream.destroy(new ResponseTooLarge())
    else if (!stream.push(chunk)) this.#controller?.pause()
  }

  #response(body: Uint8Array): ReceivedResponse {
    return { status: this.#status, contentType: this.#headers['content-type'], headers: this.#headers, body }
  }

  #cut(error: unknown): void {
    if (this.#stream !== undefined) return void this.#stream.destroy(asError(error))
    if (this.#ended) return
    this.#end({ error, left: this.#controller !== undefined })
    this.#controller?.abort(asError(error))
  }

  #end(attempt: Attempt): void {
    if (this.#ended) return
    this.#ended = true
    this.#expiry?.cancel(this)
    this.#done(attempt)
  }
}

const NOTHING = new Uint8Array()

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('aborted', { cause: error })
}
