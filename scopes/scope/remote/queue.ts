import { join } from 'node:path'
import { completeCommits, inTurn } from '@tessera/core.disk'
import { TesseraError } from '@tessera/core.model'
import { assertThere, notWritable, scopeCommits, temporaryFolder } from '@tessera/scope.store'

/**
 * Does `work` while no other export writes to the scope at `root`. The queue is Bit's: a folder for each export, the
 * first by name is served. `waitMs` is the patience with one export that is ahead. `assertHeld` throws where the turn
 * was taken away because this process had been silent, as a machine that slept.
 * @throws TesseraError `SCOPE_BUSY`, `SCOPE_NOT_WRITABLE`
 */
export async function inQueue<T>(
  root: string,
  waitMs: number,
  work: (assertHeld: () => void) => Promise<T>,
): Promise<T> {
  const queue = { queue: join(root, 'pending-objects'), folder: temporaryFolder(root) }
  try {
    assertThere(root)
    return await inTurn(
      { ...queue, waitMs, busy: (who, ticket) => busy(root, who, ticket), lost: () => lost(root) },
      (assertHeld) => {
        // What the one before had decided when it was killed counts.
        assertThere(root)
        completeCommits(scopeCommits(root))
        return work(assertHeld)
      },
    )
  } catch (error) {
    throw notWritable(root, error)
  }
}

function busy(root: string, who = 'an export of Bit', ticket = ''): TesseraError {
  return new TesseraError('SCOPE_BUSY', `${who} is exporting to ${root}`, {
    hint: `try again when it is done; if no export is running any more, delete ${ticket}`,
  })
}

function lost(root: string): TesseraError {
  return new TesseraError('SCOPE_BUSY', `another export to ${root} went first, this one had been silent too long`, {
    hint: 'nothing was written; try again',
  })
}
