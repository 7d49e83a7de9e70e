import type { Deadline } from '@tessera/runtime.core'
import type { Dispatcher, Pool } from 'undici'
import { flatHeaders } from './node-request.ts'
import type { ReceivedResponse } from './read-response.ts'

/** What came of sending once. `left`: whether any of the request may have reached the other side. */
export type Attempt = { readonly response: ReceivedResponse } | { readonly error: unknown; readonly left: boolean }

/** Sends one request and reads its answer to the end. Never rejects; at the deadline the connection is cut. */
export function dispatch(pool: Pool, request: Dispatcher.DispatchOptions, deadline: Deadline): Promise<Attempt> {
  return new Promise((resolve) => pool.dispatch(request, new Exchange(resolve, deadline)))
}

/** undici's own `request` makes a stream, an AbortSignal and an async resource for each call: half of its price. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (attempt: Attempt) => void
  readonly #deadline: Deadline
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: Readonly<Record<string, string>> = {}

  constructor(resolve: (attempt: Attempt) => void, deadline: Deadline) {
    this.#resolve = resolve
    this.#deadline = deadline
    deadline.onAbort(() => this.#cut())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#deadline.aborted) this.#cut()
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Parameters<typeof flatHeaders>[0]): void {
    // Informational ones precede the answer.
    this.#status = status
    this.#headers = flatHeaders(headers)
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const [first] = this.#chunks
    const body = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks)
    const contentType = this.#headers['content-type']
    this.#resolve({ response: { status: this.#status, contentType, headers: this.#headers, body } })
  }

  onResponseError(_: Dispatcher.DispatchController, error: unknown): void {
    this.#resolve({ error, left: this.#controller !== undefined })
  }

  #cut(): void {
    const error = this.#deadline.reason
    this.#resolve({ error, left: this.#controller !== undefined })
    this.#controller?.abort(error instanceof Error ? error : new Error('aborted', { cause: error }))
  }
}
