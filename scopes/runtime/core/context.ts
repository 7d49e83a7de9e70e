import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from './peer.ts'

/** Absent in browsers: there a call is told its context. */
const storage = createStorage()

/** The context of the handler this code runs in, if any. */
export function currentContext(): Context | undefined {
  return storage?.getStore()
}

/** Runs `work` so that calls made inside pass on the trace and what remains of the deadline. */
export function runInContext<R>(context: Context, work: () => R): R {
  return storage ? storage.run(context, work) : work()
}

function createStorage(): AsyncLocalStorage<Context> | undefined {
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage<Context>()
}
