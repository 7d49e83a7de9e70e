import type { Scope } from '@tessera/scope.store'
import type { ComponentNode } from '@tessera/workspace.files'

/** A fragment of Bit's `show --json`. */
export interface ShowFragment {
  readonly title: string
  readonly json: unknown
}

/** What there is to know of a component in the workspace. */
export async function show(scope: Scope, component: ComponentNode): Promise<readonly ShowFragment[]> {
  throw new Error(`not built yet: ${scope.name} ${component.key}`)
}
