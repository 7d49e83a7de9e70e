import { isComponentName, isScopeName, TesseraError, type ComponentId } from '@tessera/core.model'
import type { Remote } from '@tessera/scope.remote'

/**
 * Holds that what a remote calls a component can be a folder here.
 * @throws TesseraError `INVALID_ID`
 */
export function assertSafeName({ url }: Remote, { scope, name }: ComponentId): void {
  if (isScopeName(scope) && isComponentName(name)) return
  throw new TesseraError('INVALID_ID', `${url} holds a component called ${JSON.stringify(`${scope}/${name}`)}`, {
    hint: 'nothing was written; import the others by their names',
  })
}
