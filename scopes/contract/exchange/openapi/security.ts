import type { SecurityRequirement, SecurityScheme } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { present } from '../read/head.ts'
import { items, member, members, type Place, text } from '../read/place.ts'
import type { Reading } from './reading.ts'

const TYPES: readonly string[] = ['http', 'apiKey', 'mutualTLS', 'oauth2', 'openIdConnect']

/** The schemes of `components` that a contract knows. */
export function readSchemes(root: Place, { library, notes }: Reading): Readonly<Record<string, SecurityScheme>> {
  const entries = members(member(member(root, 'components'), 'securitySchemes')).flatMap(([name, place]) => {
    const scheme = library.follow(place)
    const type = text(scheme, 'type')
    if (type === undefined || !TYPES.includes(type)) {
      notes.lost('SECURITY_DROPPED', scheme, `"${type}" is no security of a contract`, `${name} is left out`)
      return []
    }
    return [[name, schemeOf(scheme)] as const]
  })
  return Object.fromEntries(entries)
}

function schemeOf(scheme: Place): SecurityScheme {
  const flows = member(scheme, 'flows').value
  return present({
    type: text(scheme, 'type') as SecurityScheme['type'],
    description: text(scheme, 'description'),
    scheme: text(scheme, 'scheme'),
    bearerFormat: text(scheme, 'bearerFormat'),
    name: text(scheme, 'name'),
    in: text(scheme, 'in') as SecurityScheme['in'],
    openIdConnectUrl: text(scheme, 'openIdConnectUrl'),
    flows: isRecord(flows) ? flows : undefined,
  }) as SecurityScheme
}

/** Any of these; undefined where nothing is said, or nothing of it is known. */
export function readRequirements(
  security: Place,
  { library, notes }: Reading,
): readonly SecurityRequirement[] | undefined {
  if (!Array.isArray(security.value)) return undefined
  const schemes = member(member(library.root, 'components'), 'securitySchemes')
  const known = items(security).filter((place) =>
    members(place).every(([name]) => {
      const type = text(library.follow(member(schemes, name)), 'type')
      if (type !== undefined && TYPES.includes(type)) return true
      notes.lost('SECURITY_DROPPED', place, `the security "${name}" is not described, or unknown`, 'it is left out')
      return false
    }),
  )
  if (known.length === 0 && security.value.length > 0) return undefined
  return known.map((place) => requirementOf(place))
}

function requirementOf(place: Place): SecurityRequirement {
  return Object.fromEntries(
    members(place).map(([name, scopes]) => [name, Array.isArray(scopes.value) ? (scopes.value as string[]) : []]),
  )
}
