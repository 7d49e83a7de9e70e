import { MalformedFrame } from './frames.ts'
import { encodeText, type Receiver, type Transport } from './transport.ts'

/** What a mock does to its connections. */
export interface Unruliness {
  /** Puts a transport under its control. */
  wrap(transport: Transport): Transport
  /** Breaks all connections without a word. */
  drop(): void
  /** Sends what is no frame. */
  garbage(text?: string): void
  /** Neither reads nor writes, until `thaw`. */
  freeze(): void
  thaw(): void
}

export function createUnruliness(): Unruliness {
  const transports = new Set<Transport>()
  let frozen = false
  let held: (() => void)[] = []

  function pass(action: () => void): void {
    if (frozen) held.push(action)
    else action()
  }

  return {
    wrap(transport) {
      transports.add(transport)
      return {
        ...transport,
        send: (frame) => pass(() => transport.send(frame)),
        receive: (receiver) =>
          transport.receive({
            frame: (text, bytes) =>
              frozen ? held.push(() => readLate(receiver, text, bytes)) : receiver.frame(text, bytes),
            heard: () => pass(() => receiver.heard()),
            malformed: (error) => pass(() => receiver.malformed(error)),
            closed(reason) {
              transports.delete(transport)
              pass(() => receiver.closed(reason))
            },
          }),
      }
    },
    drop() {
      for (const transport of transports) transport.destroy(new Error('dropped by the mock'))
    },
    garbage(text = '{"type":"garbage"') {
      for (const transport of transports) transport.send(encodeText(text))
    },
    freeze: () => void (frozen = true),
    thaw() {
      frozen = false
      const actions = held
      held = []
      for (const action of actions) action()
    },
  }
}

/** No transport is there any more to catch what is no frame. */
function readLate(receiver: Receiver, text: string, bytes: number): void {
  try {
    receiver.frame(text, bytes)
  } catch (error) {
    if (!(error instanceof MalformedFrame)) throw error
    receiver.malformed(error)
  }
}
