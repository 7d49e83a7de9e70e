import type { Options } from 'write-file-atomic'

/** Writes a file that appears whole or not at all, through a temporary file and a rename. Flushed unless told otherwise. */
export async function writeAtomic(path: string, data: string | Buffer, options: Options = {}): Promise<void> {
  // Loaded when there is something to write: most commands only read.
  const { default: writeFileAtomic } = await import('write-file-atomic')
  await writeFileAtomic(path, data, options)
}
