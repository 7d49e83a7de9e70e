import { TesseraError } from '@tessera/core.model'
import { isScope } from './locate.ts'

/** Makes what the system says when a scope cannot be written to `SCOPE_NOT_WRITABLE`; other errors stay as they are. */
export function notWritable(root: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(code)) return error
  return new TesseraError('SCOPE_NOT_WRITABLE', `cannot write to the scope at ${root}: ${(error as Error).message}`, {
    hint: 'check the permissions and the free space of its disk',
    cause: error,
  })
}

/**
 * Holds that the scope is still where it was opened: what is written into a folder that was taken away is lost.
 * @throws TesseraError `SCOPE_GONE`
 */
export function assertThere(root: string): void {
  if (isScope(root)) return
  throw new TesseraError('SCOPE_GONE', `the scope at ${root} is not there any more`, {
    hint: 'bring it back (a disk that was unmounted, a folder that was moved) and run the command again',
  })
}
