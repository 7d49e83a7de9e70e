import type { Diagnostic, Emit, Event } from '@tessera/core.model'
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
  let isFirst = true
  let isWarm = false
  try {
    do {
      const idle = new AbortController()
      const stop = (): void => idle.abort()
      signal?.addEventListener('abort', stop)
      const round = { engine, root: workspace.root, signal }
      // The first wave also says that the watch is on, though it may have nothing to do.
      const built = await report(emit, (told) => build({ ...round, emit: isFirst ? told : withoutEmptyWaves(told) }))
      changes.onChange = stop
      // What was saved meanwhile comes first; what the build itself wrote costs a look.
      if (changes.isDue()) stop()
      isFirst = false
      if (!idle.signal.aborted) {
        // What keeps it from warming up is for the next build to tell.
        const warming: Promise<boolean | undefined> | undefined = isWarm
          ? undefined
          : report(ignore, () => warmUp({ ...round, signal: idle.signal }))
        if (built === true && test) {
          await report(emit, (told) => runTests({ ...round, signal: idle.signal, emit: told }))
        }
        if (warming !== undefined) isWarm = (await warming) === true
      }
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
  await engine.build(workspace, { eager: true, signal }, emit)
  return true
}

async function runTests({ engine, root, signal, emit }: Round): Promise<void> {
  await engine.test(await openWorkspace(root), { signal }, emit)
}

/** Whether it came to its end. */
async function warmUp({ engine, root, signal }: Omit<Round, 'emit'>): Promise<boolean> {
  await engine.warm(await openWorkspace(root), signal)
  return signal?.aborted !== true
}

/**
 * What ends a command is only a finding here, a defect of Tessera too: the next change may mend it, and nobody starts
 * the watch again unasked. A stop is no failure. Findings are told in a wave, so that one is ended, or made.
 */
async function report<T>(emit: Emit, task: (emit: Emit) => Promise<T>): Promise<T | undefined> {
  const started = performance.now()
  let isOpen = false
  const follow: Emit = (event) => {
    if (event.type === 'wave-start' || event.type === 'wave-end') isOpen = event.type === 'wave-start'
    emit(event)
  }
  try {
    return await task(follow)
  } catch (error) {
    const isStop = error instanceof Error && error.name === 'AbortError'
    const findings = isStop ? [] : findingsOf(error)
    if (!isOpen && findings.length > 0) follow({ type: 'wave-start', changed: [], nodes: [] })
    for (const diagnostic of findings) emit({ type: 'diagnostic', diagnostic })
    if (isOpen) follow({ type: 'wave-end', ok: false, ms: performance.now() - started, counts: NOTHING })
    return undefined
  }
}

const ignore: Emit = () => {}

const NOTHING = { built: 0, cached: 0, unchanged: 0, blocked: 0, failed: 0, untouched: 0 }

function findingsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof TesseraError) {
    const { code, message, hint, location, diagnostics } = error
    return [{ severity: 'error', code, message, hint, location }, ...diagnostics]
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const hint = 'the watch goes on; where it happens again, this is a defect of tessera: please report it'
  return [{ severity: 'error', code: 'INTERNAL', message, hint }]
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
    if (held !== undefined && event.type === 'wave-end' && event.ok) return
    if (held !== undefined) emit(held)
    held = undefined
    emit(event)
  }
}
