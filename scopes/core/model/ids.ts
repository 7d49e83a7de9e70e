import { TesseraError } from './error.ts'

/** A component, and one version of it where `version` is set. Keys in the order Bit writes them. */
export interface ComponentId {
  readonly scope: string
  /** Full name with its namespace: `orders-api/client`. */
  readonly name: string
  /** A semver tag or a 40-hex snap. */
  readonly version?: string
}

const SCOPE = /^[$\-_!a-z0-9]+[.]?[$\-_!a-z0-9]+$/
const SEMVER =
  /^(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$/
const NAME = /^[-_a-z0-9]+(\/[-_a-z0-9]+)*$/

/**
 * Reads `scope/name[@version]`. `@latest` means no version, as in Bit.
 * @throws TesseraError `INVALID_ID` or `INVALID_VERSION`
 */
export function parseComponentId(text: string): ComponentId {
  const at = text.lastIndexOf('@')
  const [path, version] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, '']
  const slash = path.indexOf('/')
  const scope = path.slice(0, slash)
  const name = path.slice(slash + 1)
  if (slash < 1 || !isScopeName(scope) || !isComponentName(name)) throw invalidId(text)
  if (version === '' || version === 'latest') return { scope, name }
  if (!isTag(version) && !isSnap(version)) {
    throw new TesseraError('INVALID_VERSION', `"${version}" in "${text}" is no version`, {
      hint: 'a version is semver (1.2.0) or the 40 hex digits of a snap',
    })
  }
  return { scope, name, version }
}

/** `scope/name[@version]` */
export function formatId(id: ComponentId): string {
  return id.version === undefined ? `${id.scope}/${id.name}` : `${id.scope}/${id.name}@${id.version}`
}

/** `scope/name`, the identity of a component whatever its version. */
export function componentKey(id: ComponentId): string {
  return `${id.scope}/${id.name}`
}

export function withVersion(id: ComponentId, version: string | undefined): ComponentId {
  return version === undefined ? { scope: id.scope, name: id.name } : { scope: id.scope, name: id.name, version }
}

export function isScopeName(text: string): boolean {
  return SCOPE.test(text)
}

export function isComponentName(text: string): boolean {
  return NAME.test(text)
}

/** A semver version in canonical form, build metadata aside: the expression that semver.org suggests. */
export function isTag(version: string): boolean {
  return SEMVER.test(version)
}

/** The hash of a snap: exactly 40 hex digits. */
export function isSnap(version: string): boolean {
  return /^[0-9a-f]{40}$/.test(version)
}

/** The part of a scope before its dot; the whole where it has none. */
export function scopeOwner(scope: string): string {
  return scope.split('.')[0] as string
}

/**
 * The npm name Bit gives a component: `acme.orders/orders-api/client` is `@acme/orders.orders-api.client`,
 * `design/button` (no owner) is `@design/button`.
 */
export function packageName(id: ComponentId): string {
  const [owner, ...rest] = id.scope.split('.')
  return `@${owner}/${[...rest, ...id.name.split('/')].join('.')}`
}

/** What goes into `version` of a component's package.json: the tag, `0.0.0-<snap>`, or `0.0.1-new`. */
export function packageVersion(version: string | undefined): string {
  if (version === undefined) return '0.0.1-new'
  return isSnap(version) ? `0.0.0-${version}` : version
}

function invalidId(text: string): TesseraError {
  return new TesseraError('INVALID_ID', `"${text}" is no component id`, {
    hint: 'an id is scope/name, lower case, with at most one dot in the scope: acme.orders/orders-api/client',
  })
}
