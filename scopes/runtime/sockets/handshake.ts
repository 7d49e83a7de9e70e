import { type ContractIdentity, IncompatibleContract, Refused, Unavailable } from '@tessera/runtime.core'
import { type Close, type Hello, MalformedFrame, parseFrame, type Welcome } from './frames.ts'
import { encodeFrame, type Transport } from './transport.ts'

/**
 * Introduces this side to a server and hands its welcome to `welcomed` before any other frame is read.
 * @throws IncompatibleContract, Refused, Unavailable
 */
export function shakeHands(transport: Transport, hello: Hello, welcomed: (welcome: Welcome) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    transport.receive({
      frame(text) {
        const frame = parseFrame(text)
        if (frame.type === 'close') reject(refusal(hello, frame))
        else if (frame.type !== 'welcome') throw new MalformedFrame(`${frame.type} before welcome`)
        else if (!speaksSame(hello, frame)) reject(new IncompatibleContract(identityOf(hello), identityOf(frame)))
        else resolve(welcomed(frame))
      },
      heard: () => {},
      malformed: (error) =>
        reject(new Unavailable(hello.contract, `the other side speaks another protocol: ${error.message}`)),
      closed: (reason) => reject(new Unavailable(hello.contract, reason.message, reason)),
    })
    transport.send(encodeFrame(hello))
  })
}

/** Peers of one line work together, whatever their hash. */
export function speaksSame(ours: ContractIdentity, theirs: ContractIdentity): boolean {
  return ours.contract === theirs.contract && ours.line === theirs.line
}

export function identityOf({ contract, line, hash }: ContractIdentity): ContractIdentity {
  return { contract, line, hash }
}

function refusal(ours: ContractIdentity, { code, message, speaks }: Close): Error {
  switch (code) {
    case 'INCOMPATIBLE_CONTRACT':
      return new IncompatibleContract(identityOf(ours), speaks ?? {})
    case 'REFUSED':
      return new Refused(ours.contract, message)
    default:
      return new Unavailable(ours.contract, message)
  }
}
