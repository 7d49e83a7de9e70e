import { TesseraError } from '@tessera/core.model'

const MEANINGS: Readonly<Record<string, readonly [code: string, what: string, hint: string]>> = {
  EACCES: ['PERMISSION_DENIED', 'may not be read or written', 'check who owns it and what its mode allows'],
  EPERM: ['PERMISSION_DENIED', 'may not be changed', 'check who owns it and what its mode allows'],
  EROFS: ['READ_ONLY', 'lies on a disk that cannot be written', 'work in a folder that can be'],
  ENOSPC: ['DISK_FULL', 'does not fit: the disk is full', 'make room and run it again'],
  EDQUOT: ['DISK_FULL', 'does not fit: the quota is used up', 'make room and run it again'],
  EMFILE: ['TOO_MANY_FILES', 'cannot be opened: too many files are', 'raise the limit: ulimit -n 4096'],
  ENFILE: ['TOO_MANY_FILES', 'cannot be opened: too many files are', 'end programs that hold many'],
}

/** What the operating system refused, in words; undefined for every other failure. */
export function systemError(thrown: unknown): TesseraError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined
  const meaning = MEANINGS[String(thrown.code)]
  if (meaning === undefined) return undefined
  const [code, what, hint] = meaning
  const path = 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : 'a file'
  return new TesseraError(code, `${path} ${what}`, { cause: thrown, hint })
}
