import { childTraceparent, type Context, type Deadline, HEADERS } from '@tessera/runtime.core'
import { readCaller } from './read-request.ts'

/** What a handler knows of its call, worked out where it is asked for. */
export class HandlerContext implements Context {
  readonly headers: Readonly<Record<string, string>>
  principal: unknown
  readonly #deadline: Deadline
  #traceparent: string | undefined

  /** `traceparent`: of the span that the call is; one is made where there is none. */
  constructor(headers: Readonly<Record<string, string>>, deadline: Deadline, traceparent: string | undefined) {
    this.headers = headers
    this.#deadline = deadline
    this.#traceparent = traceparent
  }

  get signal(): AbortSignal {
    return this.#deadline.signal
  }

  get traceparent(): string {
    return (this.#traceparent ??= childTraceparent(this.headers[HEADERS.traceparent]))
  }

  get tracestate(): string | undefined {
    return this.headers[HEADERS.tracestate]
  }

  get deadline(): number | undefined {
    return this.#deadline.at
  }

  get caller(): Context['caller'] {
    return readCaller(this.headers)
  }
}
