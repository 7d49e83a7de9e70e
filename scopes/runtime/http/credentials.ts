import { type HttpDefinition, type SecurityRequirement, type SecurityScheme, toBase64 } from '@tessera/runtime.core'

/** A token, a key, `user:password` for `basic`: fixed, or asked for before each call that needs it. */
export type Credential = string | (() => string | Promise<string>)

/** By name of a security scheme of the contract. */
export type Credentials = Readonly<Record<string, Credential>>

/** What is added to a request to show who calls. */
export interface Proof {
  readonly headers: Readonly<Record<string, string>>
  /** `key=value&…`; empty without one. */
  readonly query: string
}

/** The first of an operation's requirements for which all credentials are there; none of them where there is no such. */
export function requirementMet(
  security: readonly SecurityRequirement[] | undefined,
  credentials: Credentials | undefined,
): readonly string[] {
  if (security === undefined || credentials === undefined) return []
  const met = security.find((one) => Object.keys(one).every((scheme) => Object.hasOwn(credentials, scheme)))
  return Object.keys(met ?? {})
}

/** Writes the credentials of `schemes` as the contract says they travel. */
export async function prove(
  { securitySchemes = {} }: HttpDefinition,
  schemes: readonly string[],
  credentials: Credentials,
): Promise<Proof> {
  const headers: Record<string, string> = {}
  const query: string[] = []
  for (const name of schemes) {
    const scheme = securitySchemes[name]
    const given = credentials[name]
    if (scheme === undefined || given === undefined) continue
    const place = placeOf(scheme, typeof given === 'function' ? await given() : given)
    if (place.in === 'query') query.push(`${encodeURIComponent(place.name)}=${encodeURIComponent(place.value)}`)
    else if (place.in === 'cookie')
      headers.cookie = [headers.cookie, `${place.name}=${place.value}`].filter(Boolean).join('; ')
    else if (place.in === 'header') headers[place.name.toLowerCase()] = place.value
  }
  return { headers, query: query.join('&') }
}

interface Place {
  readonly in: 'header' | 'query' | 'cookie' | 'connection'
  readonly name: string
  readonly value: string
}

function placeOf(scheme: SecurityScheme, credential: string): Place {
  const authorization = (value: string): Place => ({ in: 'header', name: 'authorization', value })
  switch (scheme.type) {
    case 'apiKey':
      return { in: scheme.in ?? 'header', name: scheme.name ?? 'x-api-key', value: credential }
    case 'http':
      return scheme.scheme?.toLowerCase() === 'basic'
        ? authorization(`Basic ${toBase64(new TextEncoder().encode(credential))}`)
        : authorization(`${scheme.scheme?.toLowerCase() === 'bearer' ? 'Bearer' : scheme.scheme} ${credential}`)
    case 'oauth2':
    case 'openIdConnect':
      return authorization(`Bearer ${credential}`)
    case 'mutualTLS':
      return { in: 'connection', name: '', value: '' }
  }
}
