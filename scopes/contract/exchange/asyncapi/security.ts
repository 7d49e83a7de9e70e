import type { SecurityRequirement, SecurityScheme } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { memberName } from '../names.ts'
import type { Reading } from '../openapi/reading.ts'
import { present } from '../read/head.ts'
import { items, member, members, type Place, text } from '../read/place.ts'

/** The schemes that a contract knows, by the names that `components` or their types give. */
export function readSchemes(root: Place, reading: Reading): Readonly<Record<string, SecurityScheme>> {
  const named = members(member(member(root, 'components'), 'securitySchemes'))
  const inline = securityLists(root, reading)
    .flatMap(items)
    .filter((place) => member(place, '$ref').value === undefined)
    .map((place) => [schemeName(place), place] as const)
  const schemes = [...named, ...inline].flatMap(([name, place]) => {
    const scheme = schemeOf(reading.library.follow(place), reading)
    return scheme === undefined ? [] : [[name, scheme] as const]
  })
  return Object.fromEntries(schemes)
}

/** What the servers ask for, all of which stand for the provider. */
export function serverSecurity(root: Place, reading: Reading): readonly SecurityRequirement[] | undefined {
  const all = servers(root, reading).flatMap((server) => readSecurity(member(server, 'security'), reading) ?? [])
  const unique = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
  return unique.length === 0 ? undefined : unique
}

/** Any of these; undefined where nothing is said, or nothing of it is known. */
export function readSecurity(
  security: Place | undefined,
  reading: Reading,
): readonly SecurityRequirement[] | undefined {
  if (security === undefined || !Array.isArray(security.value)) return undefined
  const known = items(security).flatMap((place) => {
    const target = reading.library.follow(place)
    if (schemeOf(target, reading) === undefined) return []
    const scopes = member(target, 'scopes').value
    return [{ [schemeName(place)]: Array.isArray(scopes) ? (scopes as string[]) : [] }]
  })
  return known.length === 0 ? undefined : known
}

function securityLists(root: Place, { library, ...reading }: Reading): readonly Place[] {
  const operations = members(member(root, 'operations')).map(([, place]) => library.follow(place))
  return [...servers(root, { library, ...reading }), ...operations].map((place) => member(place, 'security'))
}

function servers(root: Place, { library }: Reading): readonly Place[] {
  return members(member(root, 'servers')).map(([, place]) => library.follow(place))
}

function schemeName(place: Place): string {
  const ref = member(place, '$ref').value
  return memberName(
    typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : (text(place, 'type') ?? ''),
    'scheme',
  )
}

function schemeOf(scheme: Place, { notes }: Reading): SecurityScheme | undefined {
  const type = text(scheme, 'type')
  const common = present({ description: text(scheme, 'description') })
  switch (type) {
    case 'http':
      return {
        type,
        ...common,
        ...present({ scheme: text(scheme, 'scheme'), bearerFormat: text(scheme, 'bearerFormat') }),
      }
    case 'httpApiKey':
      return {
        type: 'apiKey',
        ...common,
        ...present({ name: text(scheme, 'name'), in: text(scheme, 'in') as SecurityScheme['in'] }),
      } as SecurityScheme
    case 'X509':
      return { type: 'mutualTLS', ...common }
    case 'openIdConnect':
      return { type, ...common, ...present({ openIdConnectUrl: text(scheme, 'openIdConnectUrl') }) }
    case 'oauth2':
      return { type, ...common, flows: flowsOf(member(scheme, 'flows')) }
    default:
      notes.lost(
        'SECURITY_DROPPED',
        scheme,
        `"${type}" is no security of a contract`,
        'it is left out: it is for the broker',
      )
      return undefined
  }
}

/** AsyncAPI calls `availableScopes` what OpenAPI calls `scopes`. */
function flowsOf(flows: Place): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    members(flows).map(([name, { value }]) => {
      if (!isRecord(value) || !('availableScopes' in value)) return [name, value]
      const { availableScopes: scopes, ...rest } = value
      return [name, { ...rest, scopes }]
    }),
  )
}
