import type { Emit } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'

export interface WatchOptions {
  /** How long to wait for more file events before building, in milliseconds. Default 30. */
  readonly debounceMs?: number | undefined
  /** Run the tests of what changed after each build. Default true. */
  readonly test?: boolean | undefined
  /** Ends the watch; the promise then resolves. */
  readonly signal?: AbortSignal | undefined
}

/** Builds once, then again after each change of a file, until the signal is aborted. Failures are events. */
export async function watch(_workspace: Workspace, _options: WatchOptions, _emit: Emit): Promise<void> {
  throw new Error('not yet')
}
