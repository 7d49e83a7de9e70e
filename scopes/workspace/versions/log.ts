import type { ComponentId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'

/** A row of Bit's `log --json`. */
export interface LogRow {
  readonly message: string
  readonly username?: string
  readonly email?: string
  /** Epoch milliseconds as a string, as recorded. */
  readonly date: string
  readonly hash: string
  readonly tag?: string
  readonly parents: readonly string[]
}

/**
 * The versions of a component from its head back, newest first.
 * @throws TesseraError `NO_BASELINE` where the scope has no objects of it
 */
export async function log(scope: Scope, id: ComponentId): Promise<readonly LogRow[]> {
  throw new Error(`not built yet: ${scope.name} ${id.name}`)
}
