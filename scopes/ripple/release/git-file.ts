import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TesseraError } from '@tessera/core.model'

/**
 * Text of a file at a commit; undefined where it was not there.
 * @param file relative to `root`, which need not be the top of the repository
 * @throws TesseraError `GIT_FAILED` where there is no such commit
 */
export async function readAtRef(root: string, ref: string, file: string): Promise<string | undefined> {
  const commit = await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).catch(
    (cause: unknown) => {
      throw new TesseraError('GIT_FAILED', `"${ref}" is no version, and git knows no commit of that name`, {
        cause,
        hint: 'give a version (1.2.0), `head`, or a branch, tag or commit that this clone has (main, HEAD~1)',
      })
    },
  )
  const name = `${commit.trim()}:./${file}`
  const found = await git(root, 'cat-file', '-e', name).then(
    () => true,
    () => false,
  )
  return found ? git(root, 'cat-file', 'blob', name) : undefined
}

async function git(root: string, ...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', ['-C', root, ...words], { maxBuffer: 1 << 28 })).stdout
}
