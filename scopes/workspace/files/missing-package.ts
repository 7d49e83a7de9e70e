import { isComponentName, scopeOwner, suggestion } from '@tessera/core.model'
import type { Diagnostic } from '@tessera/core.model'

/** What a package that is not there may have been meant to be. */
export interface KnownNames {
  /** Of the workspace's components. */
  readonly packages: readonly string[]
  /** Of its components and remotes, and its default. */
  readonly scopes: readonly string[]
}

/** What to say of a package that is neither a component, nor listed anywhere, nor installed. */
export function missingPackage(
  { packageName, listed }: { readonly packageName: string; readonly listed: boolean },
  names: KnownNames,
): Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint'> {
  const near = suggestion(packageName, names.packages)
  const id = guessId(packageName, names.scopes)
  if (id !== undefined) {
    const message = `"${packageName}" is no component of this workspace, nor installed${near}`
    const hint = listed ? `npm install; where that does not find it: tessera import ${id}` : `tessera import ${id}`
    return { severity: 'error', code: 'UNKNOWN_COMPONENT', message, hint }
  }
  const message = listed
    ? `"${packageName}" is listed in package.json but not installed`
    : `"${packageName}" is not installed, and no package.json or policy lists it${near}`
  return { severity: 'error', code: 'MISSING_PACKAGE', message, hint: `npm install${listed ? '' : ` ${packageName}`}` }
}

/** `@acme/orders.orders-api.client` is `acme.orders/orders-api/client`, where `acme` is known to own scopes. */
function guessId(packageName: string, scopes: readonly string[]): string | undefined {
  const [owner = '', rest = ''] = packageName.slice(1).split('/')
  if (!packageName.startsWith('@') || !scopes.some((scope) => scopeOwner(scope) === owner)) return undefined
  const known = scopes.find(
    (scope) => scope.startsWith(`${owner}.`) && rest.startsWith(`${scope.slice(owner.length + 1)}.`),
  )
  const [first = '', ...others] = rest.split('.')
  const scope = known ?? (others.length === 0 || scopes.includes(owner) ? owner : `${owner}.${first}`)
  const name = scope === owner ? rest : rest.slice(scope.length - owner.length)
  const path = name.replaceAll('.', '/')
  return isComponentName(path) ? `${scope}/${path}` : undefined
}
