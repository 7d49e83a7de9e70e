import {
  type Deadline,
  IncompatibleContract,
  Refused,
  type SocketDefinition,
  startDeadline,
  Unavailable,
  untilAborted,
} from '@tessera/runtime.core'
import { parseAddress } from './address.ts'
import { backoffMs, pause } from './backoff.ts'
import type { SocketClientOptions } from './client.ts'
import type { Dial, OpenDial } from './dial.ts'
import { type CloseCode, type Hello, MalformedFrame, type Welcome } from './frames.ts'
import { identityOf, shakeHands } from './handshake.ts'
import { type Link, MAX_FRAME_BYTES } from './link.ts'
import type { Transport } from './transport.ts'

/** Milliseconds that one attempt to connect may take. */
const ATTEMPT_MS = 5000
/** A connection that broke sooner counts as an attempt that failed: the next one waits longer. */
const SETTLED_MS = 5000

interface Means {
  readonly link: () => Link
  readonly dial: OpenDial
}

/** Connects a link, and connects it anew when it breaks, until it is stopped or turned away. */
export class Connector {
  readonly #definition: SocketDefinition
  readonly #options: SocketClientOptions
  readonly #dial: Dial
  readonly #link: () => Link
  readonly #stop = new AbortController()
  /** Of the session that may be resumed. */
  #session: string | undefined
  #failures = 0
  #lastFailure: unknown
  #finishing = false
  #everConnected = false
  #gone: Promise<void> = Promise.resolve()
  #onGone = (): void => {}

  constructor(definition: SocketDefinition, options: SocketClientOptions, { link, dial }: Means) {
    this.#definition = definition
    this.#options = options
    this.#dial = dial(parseAddress(options.url), options.tls)
    this.#link = link
  }

  /** Resolves when the first connection is there. */
  start(): Promise<void> {
    const late = setTimeout(() => this.stop(this.#tooLate()), this.#connectMs())
    return new Promise<void>((resolve, reject) => {
      this.#run(resolve).catch((error: Error) => {
        this.#link().end(error)
        if (this.#everConnected) this.#options.onDisconnect?.({ reason: error, final: true })
        reject(error)
      })
    }).finally(() => clearTimeout(late))
  }

  /** The next connection that is closed is the last. */
  finish(): void {
    this.#finishing = true
  }

  stop(reason: Error): void {
    this.#stop.abort(reason)
  }

  /** The link lost its transport; with a code, its session too. */
  down(reason: Error, code: CloseCode | undefined): void {
    if (code !== undefined) {
      this.#session = undefined
      this.#link().abandon(reason)
    }
    const final = code === 'CLOSED' || (code !== undefined && this.#finishing) || this.#options.reconnect === false
    if (final) this.stop(reason)
    else this.#options.onDisconnect?.({ reason, final })
    this.#onGone()
  }

  /** Ends only by throwing what ends it. */
  async #run(connected: () => void): Promise<never> {
    for (;;) {
      this.#stop.signal.throwIfAborted()
      try {
        await this.#attempt()
        connected()
        await this.#held()
      } catch (error) {
        this.#lastFailure = error
        this.#failures++
        if (isFinal(error) || this.#options.reconnect === false) throw error
      }
      await pause(backoffMs(this.#failures, this.#options.reconnect || {}), this.#stop.signal)
    }
  }

  /** Resolves when the connection is gone. One that broke at once counts as an attempt that failed. */
  async #held(): Promise<void> {
    const since = performance.now()
    await this.#gone
    this.#failures = performance.now() - since < SETTLED_MS ? this.#failures + 1 : 0
  }

  async #attempt(): Promise<void> {
    const deadline = startDeadline(ATTEMPT_MS, [this.#stop.signal])
    let transport: Transport | undefined
    try {
      const hello = this.#hello(await untilAborted(deadline, () => this.#token()))
      transport = await this.#dial({ maxFrameBytes: hello.maxFrameBytes, signal: deadline.signal })
      const dialled = transport
      await untilAborted(deadline, () => shakeHands(dialled, hello, (welcome) => this.#welcomed(dialled, welcome)))
    } catch (error) {
      transport?.destroy(error as Error)
      throw this.#translate(error, deadline)
    } finally {
      deadline.stop()
    }
  }

  async #token(): Promise<string | undefined> {
    const { token } = this.#options
    return typeof token === 'function' ? token() : token
  }

  #hello(token: string | undefined): Hello {
    const { windowBytes, heartbeatMs } = this.#definition
    return {
      type: 'hello',
      protocol: 1,
      ...identityOf(this.#definition),
      ...(token === undefined ? {} : { token }),
      windowBytes,
      heartbeatMs,
      maxFrameBytes: this.#options.maxFrameBytes ?? MAX_FRAME_BYTES,
      ...(this.#session && { resume: { session: this.#session, received: this.#link().received } }),
    }
  }

  #welcomed(transport: Transport, welcome: Welcome): void {
    const link = this.#link()
    const resumed = welcome.resumed && welcome.session === this.#session
    if (welcome.resumed && !(resumed && link.couldResume(welcome.received))) {
      throw new MalformedFrame('welcome: resumes what this side does not know')
    }
    if (!resumed && this.#session !== undefined) link.abandon(new Error('the session was lost'))
    const lost = resumed ? 0 : link.begin(welcome)
    this.#session = welcome.session
    this.#everConnected = true
    this.#gone = new Promise((resolve) => (this.#onGone = resolve))
    link.attach(transport, welcome, welcome.received)
    this.#options.onConnect?.({ resumed, lost })
  }

  #connectMs(): number {
    return this.#options.connectMs ?? 10_000
  }

  #tooLate(): Error {
    const why = this.#lastFailure instanceof Error ? `: ${this.#lastFailure.message}` : ''
    const reason = `no connection within ${this.#connectMs()} ms${why}`
    return new Unavailable(this.#definition.contract, reason, this.#lastFailure)
  }

  #translate(error: unknown, deadline: Deadline): unknown {
    if (isFinal(error) || error instanceof Unavailable || this.#stop.signal.aborted) return error
    const reason = deadline.expired ? `no answer within ${ATTEMPT_MS} ms` : messageOf(error)
    return new Unavailable(this.#definition.contract, reason, error)
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof IncompatibleContract || error instanceof Refused
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}
