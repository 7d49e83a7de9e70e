import { TesseraError } from '@tessera/core.model'
import { type Input, positiveOption } from '../command.ts'

/** Where to listen; 0, which is any free port, where nothing was said. @throws TesseraError `USAGE` */
export function portOption(input: Input): number {
  const port = positiveOption(input, 'port') ?? 0
  if (port < 65_536) return port
  throw new TesseraError('USAGE', `${port} is no port`, { hint: 'ports end at 65535' })
}

/** Says so where a port cannot be listened on; throws anything else as it is. */
export function portTaken(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause
  throw new TesseraError('USAGE', `the port cannot be used: ${cause.code}`, { cause, hint: 'give another --port' })
}
