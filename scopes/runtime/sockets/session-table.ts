import { randomUUID } from 'node:crypto'
import type { SocketDefinition } from '@tessera/runtime.core'
import type { Admitted } from './admit.ts'
import type { Answerer } from './answer.ts'
import type { CloseCode, Hello, Welcome } from './frames.ts'
import { pause } from './backoff.ts'
import { identityOf } from './handshake.ts'
import { Link, MAX_FRAME_BYTES } from './link.ts'
import type { SocketConnection, SocketServerOptions } from './server.ts'
import { encodeFrame, type Transport } from './transport.ts'

export interface SessionTableOptions<T> extends Pick<Answerer, 'handle' | 'explain'> {
  readonly definition: SocketDefinition
  readonly options: SocketServerOptions<T>
}

interface Seat<T> {
  /** Who knows it may resume. */
  readonly session: string
  readonly link: Link
  readonly connection: SocketConnection<T>
  caller: SocketConnection<T>['caller']
  principal: unknown
  /** While broken: ends it when it does not come back in time. */
  expiry?: ReturnType<typeof setTimeout> | undefined
}

/** The sessions of a server: those that are connected, and those that may come back. */
export class SessionTable<T> {
  readonly connections = new Set<SocketConnection<T>>()
  readonly #given: SessionTableOptions<T>
  readonly #seats = new Map<string, Seat<T>>()
  /** Of sessions that are over: resolve when their last handler has ended. */
  readonly #lingering = new Set<Promise<void>>()
  #draining = false

  constructor(given: SessionTableOptions<T>) {
    this.#given = given
  }

  /** Makes room for one more, of those that are broken if need be. */
  hasRoom(): boolean {
    const { maxConnections = 10_000 } = this.#given.options
    if (this.#seats.size < maxConnections) return true
    const broken = [...this.#seats.values()].find(({ link }) => !link.connected)
    if (broken) this.#end(broken, new Error('others needed its place'))
    return broken !== undefined
  }

  /** Welcomes a client, to the session that it had if that is still there. */
  welcome(transport: Transport, { hello, principal }: Admitted, caller: SocketConnection<T>['caller']): void {
    const old = this.#resumable(hello)
    const seat = old ?? this.#newSeat(hello, caller)
    seat.caller = caller
    seat.principal = principal
    clearTimeout(seat.expiry)
    const received = old ? seat.link.received : 0
    transport.send(encodeFrame(this.#welcome(seat, { resumed: old !== undefined, received })))
    seat.link.attach(transport, hello, old && hello.resume ? hello.resume.received : 0)
    if (!old) this.#given.options.onConnect?.(seat.connection)
  }

  /** Ends all of them, each once what is under way is done. */
  async drain(ms: number): Promise<void> {
    this.#draining = true
    await Promise.all([...this.#seats.values()].map((seat) => this.#drain(seat, ms)))
    // Messages of clients that are gone are handled all the same.
    const late = new AbortController()
    await Promise.race([Promise.all(this.#lingering), pause(ms, late.signal)])
    late.abort()
  }

  async #drain(seat: Seat<T>, ms: number): Promise<void> {
    if (seat.link.connected) await seat.link.drain(ms)
    this.#end(seat, new Error('the server is drained'))
  }

  /** The seat of a session that is to go on. Its old transport, if it seems alive, is not. */
  #resumable({ resume }: Hello): Seat<T> | undefined {
    const seat = resume && this.#seats.get(resume.session)
    if (!resume || !seat?.link.couldResume(resume.received)) return undefined
    seat.link.cut(new Error('the client came back over another connection'))
    return this.#seats.get(resume.session)
  }

  #newSeat(hello: Hello, caller: SocketConnection<T>['caller']): Seat<T> {
    const { definition, options, handle, explain = false } = this.#given
    const link = new Link({
      side: 'provider',
      definition,
      options,
      handle,
      explain,
      reconnects: false,
      connection: () => seat.connection,
      onDown: (reason, code) => this.#down(seat, reason, code),
    })
    const seat: Seat<T> = {
      session: randomUUID(),
      link,
      connection: this.#connection(link, () => seat),
      caller,
      principal: undefined,
    }
    this.#seats.set(seat.session, seat)
    this.connections.add(seat.connection)
    link.begin(hello)
    return seat
  }

  #connection(link: Link, seat: () => Seat<T>): SocketConnection<T> {
    return {
      id: randomUUID(),
      send: link.calls.send as SocketConnection<T>['send'],
      request: link.calls.request as SocketConnection<T>['request'],
      get caller() {
        return seat().caller
      },
      get principal() {
        return seat().principal
      },
      get connected() {
        return link.connected
      },
      close: (reason = 'closed by the server') => {
        link.close('CLOSED', reason)
        this.#end(seat(), new Error(reason))
      },
    }
  }

  #welcome({ session }: Seat<T>, { resumed, received }: Pick<Welcome, 'resumed' | 'received'>): Welcome {
    const { definition, options } = this.#given
    const { windowBytes, heartbeatMs } = definition
    const { maxFrameBytes = MAX_FRAME_BYTES } = options
    return {
      type: 'welcome',
      ...identityOf(definition),
      windowBytes,
      heartbeatMs,
      maxFrameBytes,
      session,
      resumed,
      received,
    }
  }

  #down(seat: Seat<T>, reason: Error, code: CloseCode | undefined): void {
    if (code !== undefined || this.#draining) return this.#end(seat, reason)
    const { resumeMs = 30_000 } = this.#given.options
    seat.expiry = setTimeout(() => this.#end(seat, reason), resumeMs)
  }

  #end(seat: Seat<T>, reason: Error): void {
    if (!this.#seats.delete(seat.session)) return
    clearTimeout(seat.expiry)
    this.connections.delete(seat.connection)
    seat.link.end(reason)
    this.#linger(seat.link)
    this.#given.options.onDisconnect?.(seat.connection, reason)
  }

  #linger(link: Link): void {
    const idle = link.idle().then(() => void this.#lingering.delete(idle))
    this.#lingering.add(idle)
  }
}
