import {
  type Deadline,
  IncompatibleContract,
  Refused,
  type SocketDefinition,
  startDeadline,
  untilAborted,
} from '@tessera/runtime.core'
import { type Close, type Hello, MalformedFrame, parseFrame } from './frames.ts'
import { identityOf, speaksSame } from './handshake.ts'
import { encodeFrame, type Transport } from './transport.ts'

/** Before anybody knows who they are, clients get no more room than a token needs. */
const MAX_HELLO_BYTES = 16 * 1024

export interface AdmitOptions {
  readonly definition: SocketDefinition
  readonly handshakeMs: number
  readonly maxFrameBytes: number
  /** Throws to refuse. */
  readonly authenticate: (hello: Hello) => unknown
}

/** A client that said who it is, and is let in. It waits for its welcome. */
export interface Admitted {
  readonly hello: Hello
  /** What `authenticate` returned. */
  readonly principal: unknown
}

/** Reads the introduction of a client that has just connected; resolves with nothing where it was turned away. */
export async function admit(transport: Transport, options: AdmitOptions): Promise<Admitted | undefined> {
  const deadline = startDeadline(options.handshakeMs)
  transport.limit(MAX_HELLO_BYTES)
  try {
    const hello = await untilAborted(deadline, () => readHello(transport, deadline))
    assertSpokenHere(options.definition, hello)
    const principal = await untilAborted(deadline, () => authenticate(hello, options))
    transport.limit(options.maxFrameBytes)
    return { hello, principal }
  } catch (error) {
    turnAway(transport, closeFor(error, deadline))
    return undefined
  } finally {
    deadline.stop()
  }
}

/** Ends a transport that nothing was spoken over yet. */
export function turnAway(transport: Transport, close: Omit<Close, 'type'>): void {
  transport.receive(NOBODY)
  transport.send(encodeFrame({ type: 'close', ...close }))
  transport.end()
}

const NOBODY = { frame: () => {}, heard: () => {}, malformed: () => {}, closed: () => {} }

/** Whatever else happens before the welcome ends the deadline. */
function readHello(transport: Transport, deadline: Deadline): Promise<Hello> {
  return new Promise((resolve) => {
    let heard = false
    transport.receive({
      frame(text) {
        const frame = parseFrame(text)
        if (frame.type !== 'hello' || heard) throw new MalformedFrame(`${frame.type} before welcome`)
        heard = true
        resolve(frame)
      },
      heard: () => {},
      malformed: (error) => deadline.abort(error),
      closed: (reason) => deadline.abort(reason),
    })
  })
}

function assertSpokenHere(ours: SocketDefinition, hello: Hello): void {
  if (hello.protocol !== 1)
    throw new MalformedFrame(`hello: protocol ${String(hello.protocol)} is not spoken here, 1 is`)
  if (!speaksSame(ours, hello)) throw new IncompatibleContract(identityOf(ours), identityOf(hello))
}

async function authenticate(hello: Hello, options: AdmitOptions): Promise<unknown> {
  try {
    return await options.authenticate(hello)
  } catch (error) {
    throw new Refused(options.definition.contract, error instanceof Error ? error.message : String(error))
  }
}

function closeFor(error: unknown, deadline: Deadline): Omit<Close, 'type'> {
  if (deadline.expired) return { code: 'UNAVAILABLE', message: 'the handshake took too long' }
  if (error instanceof IncompatibleContract) return { code: error.code, message: error.message, speaks: error.ours }
  if (error instanceof Refused) return { code: error.code, message: error.reason }
  const message = error instanceof Error ? error.message : String(error)
  return { code: error instanceof MalformedFrame ? 'MALFORMED' : 'UNAVAILABLE', message }
}
