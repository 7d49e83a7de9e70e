import type { SecurityRequirement, SecurityScheme } from '@tessera/contract.define/document'
import { canonicalJson } from '@tessera/core.model'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding, Direction } from './finding.ts'
import type { OperationPair } from './match-operations.ts'
import { pointer } from './pointer.ts'

type Requirements = readonly SecurityRequirement[]

/** Where something is that needs credentials. */
export interface SecurityPlace {
  readonly at: string
  readonly pointer: string
  readonly oldPointer: string
  /** The provider calls, so that it is the consumer who asks for credentials. */
  readonly calledByProvider?: boolean
  /** Of who sends what needs them, where that is not who calls. */
  readonly direction?: Direction
}

export function compareOperationSecurity(comparison: Comparison, pair: OperationPair): readonly ContractFinding[] {
  const { name, oldName, old, now } = pair
  return compareSecurity(comparison, [old.security, now.security], {
    ...{ at: name, pointer: pointer('operations', name, 'security') },
    ...{ oldPointer: pointer('operations', oldName, 'security'), calledByProvider: now.webhook === true },
  })
}

/** Who was let in must still be; what new callers may show, an old provider need not know. */
export function compareSecurity(
  { old, now }: Comparison,
  [before, after]: readonly [Requirements | undefined, Requirements | undefined],
  { calledByProvider = false, direction, ...place }: SecurityPlace,
): readonly ContractFinding[] {
  const [past, present] = [alternatives(before ?? old.security), alternatives(after ?? now.security)]
  const [sent, accepted] = calledByProvider ? [present, past] : [past, present]
  const refused = sent.find((alternative) => !isAccepted(alternative, accepted))
  const unknown = accepted.find((alternative) => !isAccepted(alternative, sent))
  const where = { direction: direction ?? (calledByProvider ? 'response' : 'request'), ...place } as const
  const reverse = unknown === undefined ? {} : { needsNewProvider: true as const }
  if (refused !== undefined) {
    const message = `${place.at} is no longer open to ${inWords(refused)}: it asks for ${present.map(inWords).join(' or ')}`
    return [found('credentials-refused', { ...where, ...reverse, severity: 'breaking', message })]
  }
  if (unknown === undefined) return []
  const message = `${place.at} takes ${inWords(unknown)} too`
  return [found('credentials-accepted', { ...where, ...reverse, severity: 'info', message })]
}

/** How credentials are shown. That a scheme came or went is felt where it is asked for. */
export function compareSecuritySchemes({ old, now }: Comparison): readonly ContractFinding[] {
  const [past, present] = [old.securitySchemes ?? {}, now.securitySchemes ?? {}]
  const names = [...new Set([...Object.keys(past), ...Object.keys(present)])]
  return names.flatMap((name) => {
    const place = pointer('securitySchemes', name)
    const [before, after] = [own(past, name), own(present, name)]
    return compareScheme({ at: name, pointer: place, oldPointer: place }, before, after)
  })
}

function own(schemes: Readonly<Record<string, SecurityScheme>>, name: string): SecurityScheme | undefined {
  return Object.hasOwn(schemes, name) ? schemes[name] : undefined
}

function compareScheme(
  place: Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>,
  old: SecurityScheme | undefined,
  now: SecurityScheme | undefined,
): readonly ContractFinding[] {
  if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) return []
  if (old === undefined || now === undefined || canonicalJson(shown(old)) === canonicalJson(shown(now))) {
    const what = old === undefined ? 'declared' : now === undefined ? 'no longer declared' : 'described in other words'
    const message = `the scheme ${place.at} is ${what}`
    return [found('description-changed', { severity: 'info', direction: 'none', ...place, message })]
  }
  const message = `credentials of the scheme ${place.at} are shown in another way`
  const verdict = { severity: 'breaking', direction: 'request', needsNewProvider: true, message } as const
  return [found('security-scheme-changed', { ...verdict, ...place })]
}

/** Names of headers and schemes know no case; `bearerFormat` is a hint for people. */
function shown(scheme: SecurityScheme): object {
  const { type, scheme: kind, name, in: place, openIdConnectUrl, flows } = scheme
  const header = place === 'header' ? name?.toLowerCase() : name
  return { type, kind: kind?.toLowerCase(), header, place, openIdConnectUrl, flows }
}

/** No requirement at all is one that everybody meets. */
function alternatives(requirements: Requirements = []): Requirements {
  return requirements.length === 0 ? [{}] : requirements
}

/** Whoever shows these credentials has all that one of the alternatives asks for. */
function isAccepted(shownBy: SecurityRequirement, accepted: Requirements): boolean {
  const shows = (scheme: string, scope: string): boolean => shownBy[scheme]?.includes(scope) === true
  return accepted.some((needed) =>
    Object.entries(needed).every(
      ([scheme, scopes]) => Object.hasOwn(shownBy, scheme) && scopes.every((scope) => shows(scheme, scope)),
    ),
  )
}

function inWords(requirement: SecurityRequirement): string {
  const names = Object.entries(requirement).map(([name, scopes]) =>
    scopes.length === 0 ? name : `${name} (${scopes.join(', ')})`,
  )
  return names.length === 0 ? 'callers without credentials' : names.join(' and ')
}
