import { TesseraError } from '@tessera/core.model'

/** An object that cannot be what it claims to be: `what` names it, `why` says what is wrong with it. */
export function corruptObject(what: string, why: string, cause?: unknown): TesseraError {
  return new TesseraError('CORRUPT_OBJECT', `${what} is corrupt: ${why}`, {
    hint: 'delete the file of the object, then fetch it again with "tessera import"',
    cause,
  })
}
