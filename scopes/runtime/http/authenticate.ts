import type { HttpDefinition, SecurityRequirement, SecurityScheme } from '@tessera/runtime.core'
import { plainProblem, type Problem } from './problem.ts'

/** Who calls, as an authenticator found. */
export interface Authenticated {
  /** What handlers get as `context.principal`. */
  readonly principal: unknown
  /** What the caller may do; not looked at where nothing is said. */
  readonly scopes?: readonly string[]
}

export interface SecuredCall {
  readonly operation: string
  /** That the operation asks for. */
  readonly scopes: readonly string[]
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** `undefined`: the credential proves nothing. With mutual TLS it is empty: look at what the proxy put into headers. */
export type Authenticator = (
  credential: string,
  call: SecuredCall,
) => Authenticated | undefined | Promise<Authenticated | undefined>

/** By name of a security scheme; `elsewhere` where a gateway in front lets nobody else in. */
export type Authentication = Readonly<Record<string, Authenticator>> | 'elsewhere'

/** @throws TypeError where an operation asks for a scheme, and no alternative has all its authenticators */
export function assertAuthenticated({ contract, operations }: HttpDefinition, given: Authentication = {}): void {
  if (given === 'elsewhere') return
  for (const [name, { security = [] }] of Object.entries(operations)) {
    if (security.length === 0 || security.some((one) => isCovered(one, given))) continue
    const schemes = Object.keys(security[0] ?? {}).join(', ')
    throw new TypeError(`${contract}: ${name} asks for ${schemes}; give authenticate.${schemes}, or 'elsewhere'`)
  }
}

export type Admission =
  | { readonly principal: unknown }
  | { readonly problem: Problem; readonly headers: Readonly<Record<string, string>> }

export interface Door {
  readonly definition: HttpDefinition
  readonly authenticators: Readonly<Record<string, Authenticator>>
  readonly security: readonly SecurityRequirement[]
}

/** Whether any of the requirements lets this caller in: 401 who shows nothing that holds, 403 who lacks a scope. */
export async function admit(door: Door, call: Omit<SecuredCall, 'scopes'>, url: string): Promise<Admission> {
  let forbidden = false
  for (const requirement of door.security) {
    if (!isCovered(requirement, door.authenticators)) continue
    const outcome = await meet(requirement, door, { ...call, url })
    if (typeof outcome === 'object') return outcome
    forbidden ||= outcome === 'forbidden'
  }
  return forbidden
    ? { problem: plainProblem(403), headers: {} }
    : { problem: plainProblem(401), headers: { 'www-authenticate': challenges(door) } }
}

function isCovered(requirement: SecurityRequirement, given: Readonly<Record<string, Authenticator>>): boolean {
  return Object.keys(requirement).every((scheme) => Object.hasOwn(given, scheme))
}

interface Visit extends Omit<SecuredCall, 'scopes'> {
  readonly url: string
}

async function meet(
  requirement: SecurityRequirement,
  { definition, authenticators }: Door,
  { url, ...call }: Visit,
): Promise<{ readonly principal: unknown } | 'unknown' | 'forbidden'> {
  let principal: unknown
  for (const [name, scopes] of Object.entries(requirement)) {
    const scheme = definition.securitySchemes?.[name]
    const credential = scheme && credentialOf(scheme, call.headers, url)
    const found = credential === undefined ? undefined : await authenticators[name]?.(credential, { ...call, scopes })
    if (found === undefined) return 'unknown'
    const { scopes: granted } = found
    if (granted !== undefined && !scopes.every((scope) => granted.includes(scope))) return 'forbidden'
    principal ??= found.principal
  }
  return { principal }
}

/** What the caller shows for this scheme, without what says which scheme it is; a pair of `basic` in clear. */
function credentialOf(
  scheme: SecurityScheme,
  headers: Readonly<Record<string, string>>,
  url: string,
): string | undefined {
  switch (scheme.type) {
    case 'apiKey':
      return apiKey(scheme.in ?? 'header', scheme.name ?? 'x-api-key', { headers, url })
    case 'http':
      return scheme.scheme?.toLowerCase() === 'basic'
        ? decodeBase64(authorization('basic', headers))
        : authorization(scheme.scheme ?? 'bearer', headers)
    case 'oauth2':
    case 'openIdConnect':
      return authorization('bearer', headers)
    case 'mutualTLS':
      return ''
  }
}

function apiKey(
  place: 'header' | 'query' | 'cookie',
  name: string,
  { headers, url }: { readonly headers: Readonly<Record<string, string>>; readonly url: string },
): string | undefined {
  if (place === 'header') return headers[name.toLowerCase()]
  if (place === 'query') return new URLSearchParams(url.split('?', 2)[1] ?? '').get(name) ?? undefined
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

function authorization(
  scheme: string,
  { authorization: text = '' }: Readonly<Record<string, string>>,
): string | undefined {
  const at = text.indexOf(' ')
  return at > 0 && text.slice(0, at).toLowerCase() === scheme.toLowerCase() ? text.slice(at + 1).trim() : undefined
}

function decodeBase64(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8')
}

function challenges({ definition, security }: Door): string {
  const schemes = security
    .flatMap((one) => Object.keys(one))
    .map((name) => challenge(definition.securitySchemes?.[name]))
  return [...new Set(schemes)].join(', ')
}

function challenge(scheme: SecurityScheme | undefined): string {
  if (scheme?.type === 'http') return scheme.scheme?.toLowerCase() === 'basic' ? 'Basic realm="api"' : 'Bearer'
  return scheme?.type === 'apiKey' ? 'ApiKey' : 'Bearer'
}
