import type { ContractDocument, SecurityRequirement, SecurityScheme } from '@tessera/contract.define/document'
import { canonicalJson } from '@tessera/core.model'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
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
  { calledByProvider = false, ...place }: SecurityPlace,
): readonly ContractFinding[] {
  const [past, present] = [alternatives(before ?? old.security), alternatives(after ?? now.security)]
  const [sent, accepted] = calledByProvider ? [present, past] : [past, present]
  const refused = sent.find((alternative) => !isAccepted(alternative, accepted))
  const unknown = accepted.find((alternative) => !isAccepted(alternative, sent))
  const where = { direction: calledByProvider ? 'response' : 'request', ...place } as const
  const reverse = unknown === undefined ? {} : { needsNewProvider: true as const }
  if (refused !== undefined) {
    const message = `${place.at} is no longer open to ${inWords(refused)}: it asks for ${present.map(inWords).join(' or ')}`
    return [found('credentials-refused', { ...where, ...reverse, severity: 'breaking', message })]
  }
  if (unknown === undefined) return []
  const message = `${place.at} takes ${inWords(unknown)} too`
  return [found('credentials-accepted', { ...where, ...reverse, severity: 'info', message })]
}

/** How credentials are shown: of every scheme that both documents have. */
export function compareSecuritySchemes({ old, now }: Comparison): readonly ContractFinding[] {
  return schemeNames(old, now).flatMap((name) => {
    const before = old.securitySchemes?.[name] as SecurityScheme
    const after = now.securitySchemes?.[name] as SecurityScheme
    const places = { at: name, pointer: pointer('securitySchemes', name), oldPointer: pointer('securitySchemes', name) }
    if (canonicalJson(shown(before)) !== canonicalJson(shown(after))) {
      const message = `credentials of the scheme ${name} are shown in another way`
      const finding = { severity: 'breaking', direction: 'request', needsNewProvider: true, message } as const
      return [found('security-scheme-changed', { ...finding, ...places })]
    }
    if (canonicalJson(before) === canonicalJson(after)) return []
    const message = `the scheme ${name} is described in other words`
    return [found('description-changed', { severity: 'info', direction: 'none', message, ...places })]
  })
}

function schemeNames(old: ContractDocument, now: ContractDocument): readonly string[] {
  return Object.keys(old.securitySchemes ?? {}).filter((name) => Object.hasOwn(now.securitySchemes ?? {}, name))
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
  return accepted.some((needed) =>
    Object.entries(needed).every(
      ([scheme, scopes]) => scopes.every((scope) => shownBy[scheme]?.includes(scope)) && Object.hasOwn(shownBy, scheme),
    ),
  )
}

function inWords(requirement: SecurityRequirement): string {
  const names = Object.entries(requirement).map(([name, scopes]) =>
    scopes.length === 0 ? name : `${name} (${scopes.join(', ')})`,
  )
  return names.length === 0 ? 'callers without credentials' : names.join(' and ')
}
