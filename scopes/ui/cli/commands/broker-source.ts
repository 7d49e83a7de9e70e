import { TesseraError } from '@tessera/core.model'
import { type Broker, openBroker } from '@tessera/runtime.broker'
import { Unavailable } from '@tessera/runtime.core'

/** Opens the broker of a URL. @throws TesseraError `USAGE` where it names none, `NO_BROKER` where it does not answer */
export async function openNamedBroker(url: string): Promise<Broker> {
  try {
    return await openBroker(url)
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw new TesseraError('USAGE', cause.message, { cause, hint: 'such as embedded:./data or amqp://localhost' })
    }
    if (!(cause instanceof Unavailable)) throw cause
    throw new TesseraError('NO_BROKER', cause.message, { cause, exitCode: 1, hint: 'is it running, and reachable?' })
  }
}
