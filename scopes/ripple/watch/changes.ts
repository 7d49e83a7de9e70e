import watcher from '@parcel/watcher'

export interface Changes {
  /** Resolves when files changed since the last call and none for a while; false once the watch ended. */
  next(): Promise<boolean>
  /** Whether `next` would soon resolve. */
  isDue(): boolean
  /** Called at each change. */
  onChange: () => void
  close(): Promise<void>
}

export interface ChangesOptions {
  readonly debounceMs: number
  readonly signal?: AbortSignal | undefined
}

/** What builds write, and what nobody builds from. */
const IGNORED = ['**/node_modules/**', '**/dist/**', '**/.tessera/**', '**/.git/**', '**/.bit/**', '**/.tessera-*']

/** Starts to follow the files below a folder; what changes from now on is not missed. */
export async function followChanges(root: string, { debounceMs, signal }: ChangesOptions): Promise<Changes> {
  let pending = false
  let failure: Error | undefined
  let wake = (): void => {}
  let timer: NodeJS.Timeout | undefined
  const changes: Changes = {
    onChange: () => {},
    isDue: () => pending || timer !== undefined,
    async next() {
      for (;;) {
        if (failure !== undefined) throw failure
        if (signal?.aborted === true) return false
        if (pending) {
          pending = false
          return true
        }
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    close: async () => subscription.unsubscribe(),
  }
  const subscription = await watcher.subscribe(
    root,
    (error, events) => {
      if (error !== null) failure = error
      if (error !== null) return wake()
      if (!events.some((event) => isSource(event.path))) return
      changes.onChange()
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        pending = true
        wake()
      }, debounceMs)
    },
    { ignore: IGNORED },
  )
  signal?.addEventListener('abort', () => {
    clearTimeout(timer)
    wake()
  })
  return changes
}

/** Editors and atomic writes leave files behind for a moment. */
function isSource(path: string): boolean {
  return !/\.tmp$|\.tmp\.|~$|\.sw[a-z]$|[\\/]\.#|[\\/]\.tessera[\\/]|\.\d{9,}$|[\\/]vitest\.config\.[^\\/]*timestamp/.test(
    path,
  )
}
