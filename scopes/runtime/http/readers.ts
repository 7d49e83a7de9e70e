import type { HttpDefinition } from '@tessera/runtime.core'
import { pathMatcher } from './path.ts'
import type { OperationReader } from './read-request.ts'

/** How each operation reads its requests. `mounted`: below a path that the operations do not name. */
export function createReaders(definition: HttpDefinition, mounted = false): ReadonlyMap<string, OperationReader> {
  return new Map(
    Object.entries(definition.operations).map(([name, operation]) => [
      name,
      { name, operation, match: pathMatcher(operation.path, mounted) },
    ]),
  )
}
