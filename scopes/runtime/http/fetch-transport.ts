import { expireIn, type Expiring, type Expiry } from '@tessera/runtime.core'
import { collect, isStreamed, joinBytes, type OutgoingBody, ReceivedBytes } from './byte-stream.ts'
import type { FetchOptions } from './client.ts'
import { AttemptTimeout, HiddenRedirect, NetworkFailure, ResponseTooLarge } from './failures.ts'
import { mediaType } from './json-body.ts'
import type { Attempt, Expected, OpenTransport, OutgoingRequest } from './transport.ts'

/** Over `fetch`: what a browser has. Connections are up to it. */
export const openFetch: OpenTransport = (origin, options) => ({
  send(request, expected, done) {
    const exchange = new Exchange(expected, done)
    writeRequest(origin, request, options.fetch).then(exchange.begin, exchange.fail)
  },
  close: () => Promise.resolve(),
})

/**
 * @throws TypeError where a browser does not let a page send it
 * @throws whatever the source of its body fails with
 */
async function writeRequest(
  origin: string,
  { method, path, headers, body }: OutgoingRequest,
  options: FetchOptions = {},
): Promise<Request> {
  const pairs = pairsOf(headers)
  const request = new Request(origin + path, {
    ...options,
    method,
    headers: pairs,
    body: (await contentOf(body)) ?? null,
    // As everywhere: where else to look is up to the contract, and the caller.
    redirect: 'manual',
  })
  for (const [name] of pairs) {
    if (!request.headers.has(name)) throw new TypeError(`a browser lets no page set the header "${name}"`)
  }
  return request
}

function pairsOf(headers: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index < headers.length; index += 2) {
    pairs.push([headers[index] as string, headers[index + 1] as string])
  }
  return pairs
}

/** A file is sent as it is read. Other streams are read to their end first: browsers can send none over HTTP/1.1. */
async function contentOf(body: OutgoingBody | undefined): Promise<string | Uint8Array | Blob | undefined> {
  if (!isStreamed(body)) return body
  return body.blob ?? new Blob((await collect(body.open())) as Uint8Array<ArrayBuffer>[])
}

/** One request and its answer. */
class Exchange implements Expiring {
  readonly #expected: Expected
  readonly #done: (attempt: Attempt) => void
  readonly #expiry: Expiry | undefined
  readonly #controller = new AbortController()
  /** Why it was cut off. */
  #cutBy: { readonly error: unknown } | undefined
  #left = false
  #isStreamed = false
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

  readonly begin = (request: Request): void => {
    if (this.#ended) return
    this.#left = true
    fetch(request, { signal: this.#controller.signal })
      .catch((error: unknown) => {
        throw new NetworkFailure(error)
      })
      .then((response) => this.#read(response))
      .catch(this.fail)
  }

  readonly fail = (error: unknown): void => this.#end({ error, left: this.#left })

  async #read(answer: Response): Promise<void> {
    if (answer.type === 'opaqueredirect') throw new HiddenRedirect()
    const { status, body } = answer
    const headers = Object.fromEntries(answer.headers)
    const response = { status, contentType: headers['content-type'], headers }
    const type = mediaType(response.contentType)
    const limit = this.#expected.streamedBytes(status, type)
    const chunks = this.#chunks(body?.getReader(), limit ?? this.#expected.maxBytes)
    if (limit === undefined) {
      const whole = joinBytes(await collect(chunks))
      return this.#end({ response: { ...response, body: whole } })
    }
    this.#isStreamed = true
    const stream = new ReceivedBytes(chunks, type, () => this.#letGo(undefined))
    this.#end({ response: { ...response, body: NOTHING, stream } })
  }

  /** It is the reader who says how fast they come. */
  async *#chunks(
    reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
    maxBytes: number,
  ): AsyncGenerator<Uint8Array> {
    let size = 0
    let failure: unknown
    try {
      for (;;) {
        const chunk = await this.#next(reader)
        if (chunk === undefined) return
        size += chunk.length
        if (size > maxBytes) throw new ResponseTooLarge()
        yield chunk
      }
    } catch (error) {
      failure = error
      throw error
    } finally {
      this.#letGo(failure)
    }
  }

  async #next(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<Uint8Array | undefined> {
    try {
      if (this.#cutBy) throw this.#cutBy.error
      return (await reader?.read())?.value
    } catch (error) {
      throw this.#cutBy ? this.#cutBy.error : new NetworkFailure(error)
    }
  }

  #cut(error: unknown): void {
    this.#cutBy ??= { error }
    this.fail(error)
    this.#letGo(error)
  }

  /** Nobody wants what is left of the answer. */
  #letGo(error: unknown): void {
    if (this.#controller.signal.aborted) return
    this.#controller.abort(error)
    if (this.#isStreamed) this.#expected.onStreamed(error)
  }

  #end(attempt: Attempt): void {
    if (this.#ended) return
    this.#ended = true
    this.#expiry?.cancel(this)
    this.#done(attempt)
  }
}

const NOTHING = new Uint8Array()
