import type { EventDetails, ThinEvent } from '@tessera/contract.define/document'
import { canonicalJson } from '@tessera/core.model'
import { compareOrdering } from './compare-ordering.ts'
import { compareDescriptions } from './compare-descriptions.ts'
import { comparePayload } from './compare-payload.ts'
import { compareRetry } from './compare-retry.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { pointer } from './pointer.ts'

/** Events of an event contract, and what holds for all of them. */
export function compareEvents(comparison: Comparison): readonly ContractFinding[] {
  const [old, now] = [comparison.old.events ?? {}, comparison.now.events ?? {}]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return [
    ...compareAll(comparison),
    ...names.flatMap((name) => {
      if (!Object.hasOwn(now, name)) return [eventRemoved(name)]
      if (!Object.hasOwn(old, name)) return [eventAdded(name)]
      return compareEvent(comparison, { name, old: old[name] as ThinEvent, now: now[name] as ThinEvent })
    }),
  ]
}

const message = { direction: 'message' } as const

function compareAll({ old, now }: Comparison): readonly ContractFinding[] {
  const place = (key: string) => ({ ...message, at: key, pointer: pointer(key), oldPointer: pointer(key) })
  const delivery = `events go to ${now.delivery} now, went to ${old.delivery}`
  const details = `details are given by ${now.detailsOf ?? 'nobody'} now, were by ${old.detailsOf ?? 'nobody'}`
  const share = `${percent(now.expectedFetchShare)} of the events are expected to need details, were ${percent(old.expectedFetchShare)}`
  return [
    ...(old.delivery === now.delivery
      ? []
      : [
          found('delivery-changed', {
            ...place('delivery'),
            severity: 'breaking',
            needsNewProvider: true,
            message: delivery,
          }),
        ]),
    ...(old.detailsOf === now.detailsOf || old.detailsOf === undefined
      ? []
      : [found('details-moved', { ...place('detailsOf'), severity: 'risky', message: details })]),
    ...compareRetry(old.retry, now.retry, place('retry')),
    ...(old.expectedFetchShare === now.expectedFetchShare
      ? []
      : [found('fetch-share-changed', { ...place('expectedFetchShare'), severity: 'info', message: share })]),
  ]
}

function percent(share: number | undefined): string {
  return share === undefined ? 'nobody knows how many' : `${Math.round(share * 100)} %`
}

function eventRemoved(name: string): ContractFinding {
  const place = { at: name, pointer: '/events', oldPointer: pointer('events', name) }
  const text = `the event ${name} is gone: who subscribed to it waits for ever`
  return found('event-removed', { ...message, ...place, severity: 'breaking', needsNewProvider: true, message: text })
}

function eventAdded(name: string): ContractFinding {
  const place = { at: name, pointer: pointer('events', name) }
  const text = `the event ${name} is new; who does not know it passes it by`
  return found('event-added', { ...message, ...place, severity: 'info', needsNewProvider: true, message: text })
}

interface EventPair {
  readonly name: string
  readonly old: ThinEvent
  readonly now: ThinEvent
}

function compareEvent(comparison: Comparison, pair: EventPair): readonly ContractFinding[] {
  const { name, old, now } = pair
  const place = { at: name, pointer: pointer('events', name), oldPointer: pointer('events', name) }
  return [
    ...compareType(comparison, pair),
    ...compareOrdering(
      { at: name, pointer: pointer('events', name, 'orderBy'), oldPointer: place.oldPointer },
      old,
      now,
    ),
    ...compareDetails(name, old.details, now.details),
    ...compareDescriptions(old, now, place),
    ...comparePayload(comparison, {
      ...{ oldAt: old.data, at: now.data, flow: { sentBy: 'provider', retained: true, direction: 'message' } },
      ...{ place: `${name}/data`, mayBeEmpty: false, pointer: place.pointer, oldPointer: place.oldPointer },
    }),
  ]
}

function compareType(
  { old: before, now: after }: Comparison,
  { name, old, now }: EventPair,
): readonly ContractFinding[] {
  const [from, to] = [old.type ?? `${before.id}.${name}`, now.type ?? `${after.id}.${name}`]
  if (from === to) return []
  const place = { at: name, pointer: pointer('events', name, 'type'), oldPointer: pointer('events', name, 'type') }
  const text = `${name} is of type ${to} now, was ${from}: subscribers pass it by`
  return [
    found('event-type-changed', { ...message, ...place, severity: 'breaking', needsNewProvider: true, message: text }),
  ]
}

function compareDetails(
  name: string,
  old: EventDetails | undefined,
  now: EventDetails | undefined,
): readonly ContractFinding[] {
  if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) return []
  const place = {
    at: name,
    pointer: pointer('events', name, 'details'),
    oldPointer: pointer('events', name, 'details'),
  }
  if (old === undefined) {
    const text = `details of ${name} can be asked for now`
    return [found('details-added', { ...message, ...place, severity: 'info', needsNewProvider: true, message: text })]
  }
  if (now === undefined) {
    const text = `details of ${name} are no longer given by ${old.operation}`
    return [found('details-removed', { ...message, ...place, severity: 'breaking', message: text })]
  }
  const text = `details of ${name} are asked for in another way: ${inWords(now)}, was ${inWords(old)}`
  return [found('details-changed', { ...message, ...place, severity: 'risky', needsNewProvider: true, message: text })]
}

function inWords({ operation, arguments: fed, version }: EventDetails): string {
  const given = Object.entries(fed).map(([parameter, field]) => `${parameter} from ${field}`)
  return `${operation}(${given.join(', ')})${version === undefined ? '' : ` at ${version}`}`
}
