import type { Emit, Event } from '@tessera/core.model'
import { TesseraError } from '@tessera/core.model'
import { createEngine } from '@tessera/ripple.build'
import type { Engine } from '@tessera/ripple.build'
import { openWorkspace } from '@tessera/workspace.files'
import type { Workspace } from '@tessera/workspace.files'
import { followChanges } from './changes.ts'

export interface WatchOptions {
  /** How long to wait for more file events before building, in milliseconds. Default 10. */
  readonly debounceMs?: number | undefined
  /** Run the tests of what changed after each build. Default true. */
  readonly test?: boolean | undefined
  /** Ends the watch; the promise then resolves. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Builds once, then again after each change of a file, until the signal is aborted. Tests follow a build in a wave of
 * their own, and give way to the next change. Failures are events.
 */
export async function watch(workspace: Workspace, options: WatchOptions, emit: Emit): Promise<void> {
  const { debounceMs = 10, test = true, signal } = options
  const changes = await followChanges(workspace.root, { debounceMs, signal })
  const engine = createEngine()
  let warm = false
  try {
    do {
      const testing = new AbortController()
      const stop = (): void => testing.abort()
      signal?.addEventListener('abort', stop)
      const round = { engine, root: workspace.root, signal, emit }
      const built = await report(emit, () => build(round))
      changes.onChange = stop
      if (built === true && test && signal?.aborted !== true) {
        await report(emit, () => runTests({ ...round, signal: testing.signal }))
      }
      if (!warm) await report(emit, async () => engine.warm(await openWorkspace(workspace.root)))
      warm = true
      changes.onChange = () => {}
      signal?.removeEventListener('abort', stop)
    } while (await changes.next())
  } finally {
    await Promise.all([changes.close(), engine.close()])
  }
}

interface Round {
  readonly engine: Engine
  readonly root: string
  readonly signal: AbortSignal | undefined
  readonly emit: Emit
}

/** Whether there is something whose tests may be run. */
async function build({ engine, root, signal, emit }: Round): Promise<boolean> {
  // Opened anew each time: .bitmap and workspace.jsonc are files as well.
  const workspace = await openWorkspace(root)
  await engine.build(workspace, { eager: true, signal }, withoutEmptyWaves(emit))
  return true
}

async function runTests({ engine, root, signal, emit }: Round): Promise<void> {
  await engine.test(await openWorkspace(root), { signal }, emit)
}

/** What ends a command is only a finding here: the next change may mend it. A stop is no failure. */
async function report<T>(emit: Emit, task: () => Promise<T>): Promise<T | undefined> {
  try {
    return await task()
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return undefined
    if (!(error instanceof TesseraError)) throw error
    const { code, message, hint, location, diagnostics } = error
    emit({ type: 'diagnostic', diagnostic: { severity: 'error', code, message, hint, location } })
    for (const diagnostic of diagnostics) emit({ type: 'diagnostic', diagnostic })
    return undefined
  }
}

/** What a build itself writes is seen as a change too: a wave that touches nothing is not worth a word. */
function withoutEmptyWaves(emit: Emit): Emit {
  let held: Event | undefined
  let first = true
  return (event) => {
    if (event.type === 'wave-start' && event.changed.length === 0 && first) {
      held = event
      first = false
      return
    }
    if (held !== undefined && event.type === 'wave-end') return
    if (held !== undefined) emit(held)
    held = undefined
    emit(event)
  }
}
