import type { HttpOperation } from '@tessera/contract.define/document'
import { compareDescriptions } from './compare-descriptions.ts'
import { compareDeadlines } from './compare-limits.ts'
import { comparePayload } from './compare-payload.ts'
import { compareResponses } from './compare-responses.ts'
import { compareOperationSecurity } from './compare-security.ts'
import { shadowedBy } from './compare-shadows.ts'
import { compareStyles } from './compare-styles.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import type { Flow } from './flow.ts'
import { matchOperations, pathTemplate, renamedParameters } from './match-operations.ts'
import type { OperationPair } from './match-operations.ts'
import { pointer } from './pointer.ts'

/** Operations of an HTTP contract and all that is in them. */
export function compareOperations(comparison: Comparison): readonly ContractFinding[] {
  const { old, now } = comparison
  const { pairs, removed, added } = matchOperations(old.operations ?? {}, now.operations ?? {})
  return [
    ...removed.map(([name, operation]) => operationRemoved(name, operation)),
    ...added.map(([name, operation]) => shadowedBy(comparison, name, operation) ?? operationAdded(name, operation)),
    ...pairs.flatMap((pair) => compareOperation(comparison, pair)),
  ]
}

function operationRemoved(name: string, { method, path, sunset, deprecated }: HttpOperation): ContractFinding {
  const said = sunset === undefined ? '' : `; that it goes was announced for ${sunset}`
  const warned = deprecated === undefined && sunset === undefined ? '; it was not even deprecated' : ''
  return found('operation-removed', {
    ...{ severity: 'breaking', direction: 'both', at: name },
    ...{ pointer: '/operations', oldPointer: pointer('operations', name) },
    message: `${name} (${method} ${path}) is gone${said}${warned}`,
  })
}

function operationAdded(name: string, { method, path, webhook }: HttpOperation): ContractFinding {
  return found('operation-added', {
    ...{ severity: 'info', direction: 'both', at: name, pointer: pointer('operations', name) },
    message: `${name} (${method} ${path}) is new`,
    ...(webhook === true ? {} : { needsNewProvider: true as const, parts: { server: 'major' as const } }),
  })
}

function compareOperation(comparison: Comparison, pair: OperationPair): readonly ContractFinding[] {
  const { name, oldName, old, now } = pair
  const places = { at: name, pointer: pointer('operations', name), oldPointer: pointer('operations', oldName) }
  return [
    ...compareNames(pair),
    ...compareRoute(pair),
    ...compareIdempotency(pair),
    ...compareDeadlines(old, now, places),
    ...compareStyles(pair),
    ...compareOperationSecurity(comparison, pair),
    ...compareDescriptions(old, now, places),
    ...compareRequest(comparison, pair),
    ...compareResponses(comparison, pair),
  ]
}

/** Only the names of functions: what is on the wire is the route. */
function compareNames({ name, oldName, old, now }: OperationPair): readonly ContractFinding[] {
  const names = [name, ...(now.aliases ?? [])]
  const lost = [oldName, ...(old.aliases ?? [])].filter((former) => !names.includes(former))
  const at = { at: name, pointer: pointer('operations', name), oldPointer: pointer('operations', oldName) }
  const where = { severity: 'info', direction: 'none', ...at } as const
  if (name !== oldName) {
    const level = lost.length > 0 ? 'major' : 'minor'
    const kept = lost.includes(oldName) ? '' : `; ${oldName} stays as an alias`
    const message = `${oldName} is now called ${name}${kept}`
    const parts = { client: level, mocks: level, types: level, server: 'major' } as const
    return [found('operation-renamed', { ...where, message, parts })]
  }
  if (lost.length === 0) return []
  const message = `${name} no longer answers to ${lost.join(', ')}`
  return [found('alias-removed', { ...where, message, parts: { client: 'major', types: 'major', mocks: 'major' } })]
}

function compareRoute({ name, oldName, old, now }: OperationPair): readonly ContractFinding[] {
  const where = (key: string) =>
    ({
      direction: 'both',
      at: name,
      pointer: pointer('operations', name, key),
      oldPointer: pointer('operations', oldName, key),
    }) as const
  const breaking = { severity: 'breaking', needsNewProvider: true } as const
  if (old.webhook !== now.webhook) {
    const message = `${name} is ${now.webhook === true ? 'now called by the provider' : 'no longer called by the provider'}`
    return [found('webhook-changed', { ...where('webhook'), ...breaking, message })]
  }
  const moved = pathTemplate(old.path) !== pathTemplate(now.path)
  const renamed = !moved && old.path !== now.path
  const parts = { client: 'major', server: 'major', types: 'major', mocks: 'major' } as const
  return [
    ...(old.method === now.method
      ? []
      : [
          found('method-changed', {
            ...where('method'),
            ...breaking,
            message: `${name} is ${now.method} now, was ${old.method}`,
          }),
        ]),
    ...(moved
      ? [
          found('path-changed', {
            ...where('path'),
            ...breaking,
            message: `${name} moved from ${old.path} to ${now.path}`,
          }),
        ]
      : []),
    ...(renamed
      ? [
          found('path-parameter-renamed', {
            ...{ ...where('path'), severity: 'info', parts },
            message: `${name}: ${old.path} is written ${now.path}; the path that travels is the same`,
          }),
        ]
      : []),
  ]
}

function compareIdempotency({ name, oldName, old, now }: OperationPair): readonly ContractFinding[] {
  const [before, after] = [old.idempotent, now.idempotent]
  if (before === after) return []
  const lost = before !== false && after !== true
  const where = {
    direction: 'request',
    at: name,
    ...{ pointer: pointer('operations', name, 'idempotent'), oldPointer: pointer('operations', oldName, 'idempotent') },
  } as const
  const kept = after === 'key' ? 'only with an idempotency key' : 'not'
  if (lost) {
    const message = `${name} is ${kept} idempotent any more, and deployed clients send it again when a connection breaks`
    return [found('idempotency-lost', { ...where, severity: 'breaking', message })]
  }
  const message = `${name} may be sent again now${after === 'key' ? ', with an idempotency key' : ''}`
  return [found('idempotency-gained', { ...where, severity: 'info', message, needsNewProvider: true })]
}

function compareRequest(
  comparison: Comparison,
  { name, oldName, old, now }: OperationPair,
): readonly ContractFinding[] {
  const isWebhook = now.webhook === true && old.webhook === true
  const flow: Flow = {
    sentBy: isWebhook ? 'provider' : 'consumer',
    retained: false,
    direction: isWebhook ? 'response' : 'request',
  }
  return (['params', 'query', 'headers', 'body'] as const).flatMap((part) =>
    comparePayload(comparison, {
      ...{ oldAt: old.request[part], at: now.request[part], flow },
      ...{ mayBeEmpty: part !== 'body', place: `${name}/request/${part}` },
      ...{ pointer: pointer('operations', name, 'request'), oldPointer: pointer('operations', oldName, 'request') },
      ...(part === 'params' ? { renamed: renamedParameters(old.path, now.path) } : {}),
    }),
  )
}
