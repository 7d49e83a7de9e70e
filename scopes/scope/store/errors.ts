import { TesseraError } from '@tessera/core.model'

/** Makes what the system says when a scope cannot be written to `SCOPE_NOT_WRITABLE`; other errors stay as they are. */
export function notWritable(root: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(code)) return error
  return new TesseraError('SCOPE_NOT_WRITABLE', `cannot write to the scope at ${root}: ${(error as Error).message}`, {
    hint: 'check the permissions and the free space of its disk',
    cause: error,
  })
}
