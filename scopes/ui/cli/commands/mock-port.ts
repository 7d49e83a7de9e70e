import { TesseraError } from '@tessera/core.model'

/** Says so where a port cannot be listened on; throws anything else as it is. */
export function portTaken(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause
  throw new TesseraError('USAGE', `the port cannot be used: ${cause.code}`, { cause, hint: 'give another --port' })
}
