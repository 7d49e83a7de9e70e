import type { Channel, MessageEdge } from '@tessera/contract.define/document'
import { compareDescriptions } from './compare-descriptions.ts'
import { compareDeadlines } from './compare-limits.ts'
import { compareOrdering } from './compare-ordering.ts'
import { comparePayload } from './compare-payload.ts'
import { replyChanged } from './compare-replies.ts'
import { compareRetry } from './compare-retry.ts'
import { compareSecurity } from './compare-security.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import type { Flow } from './flow.ts'
import { pointer } from './pointer.ts'

/** Channels of a messaging contract and all that is in them. */
export function compareChannels(comparison: Comparison): readonly ContractFinding[] {
  const [old, now] = [comparison.old.channels ?? {}, comparison.now.channels ?? {}]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return names.flatMap((name) => {
    const [before, after] = [own(old, name), own(now, name)]
    if (after === undefined) return [channelRemoved(name)]
    if (before === undefined) return [channelAdded(name, after)]
    return compareChannel(comparison, { name, old: before, now: after })
  })
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function channelRemoved(name: string): ContractFinding {
  return found('channel-removed', {
    ...{ severity: 'breaking', direction: 'message', at: name },
    ...{ pointer: '/channels', oldPointer: pointer('channels', name), message: `the channel ${name} is gone` },
  })
}

function channelAdded(name: string, { sentBy }: Channel): ContractFinding {
  return found('channel-added', {
    ...{ severity: 'info', direction: 'message', at: name, pointer: pointer('channels', name), needsNewProvider: true },
    message: `the channel ${name} is new`,
    ...(sentBy === 'consumer' ? { parts: { server: 'major' as const } } : {}),
  })
}

interface ChannelPair {
  readonly name: string
  readonly old: Channel
  readonly now: Channel
}

function compareChannel(comparison: Comparison, pair: ChannelPair): readonly ContractFinding[] {
  const { name, old, now } = pair
  const place = placeOf(name)
  if (old.sentBy !== now.sentBy) {
    const message = `messages on ${name} are sent by the ${now.sentBy} now, were by the ${old.sentBy}`
    return [found('sender-changed', { ...breaking, ...placeOf(name, 'sentBy'), message })]
  }
  return [
    ...compareAddress(comparison, pair),
    ...compareDelivery(pair),
    ...compareOrdering(placeOf(name, 'orderBy'), old, now),
    ...compareRetry(old.retry, now.retry, placeOf(name, 'retry')),
    ...compareDeadlines(old, now, place),
    ...compareChannelSecurity(comparison, pair),
    ...compareDescriptions(old, now, place),
    ...compareMessage(comparison, pair),
    ...compareReply(comparison, pair),
  ]
}

const breaking = { severity: 'breaking', direction: 'message', needsNewProvider: true } as const

function placeOf(
  name: string,
  ...keys: readonly string[]
): Required<Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>> {
  const place = pointer('channels', name, ...keys)
  return { at: name, pointer: place, oldPointer: place }
}

function compareAddress(
  { old: before, now: after }: Comparison,
  { name, old, now }: ChannelPair,
): readonly ContractFinding[] {
  const [from, to] = [old.address ?? `${before.id}/${name}`, now.address ?? `${after.id}/${name}`]
  if (from === to) return []
  return [
    found('address-changed', {
      ...breaking,
      ...placeOf(name, 'address'),
      message: `${name} moved from ${from} to ${to}`,
    }),
  ]
}

function compareDelivery({ name, old, now }: ChannelPair): readonly ContractFinding[] {
  if (old.delivery === now.delivery) return []
  const message = `messages on ${name} go to ${now.delivery} now, went to ${old.delivery}`
  return [found('delivery-changed', { ...breaking, ...placeOf(name, 'delivery'), message })]
}

/** Credentials are for the broker: a consumer shows them to send, and shows them just so to subscribe. */
function compareChannelSecurity(comparison: Comparison, { name, old, now }: ChannelPair): readonly ContractFinding[] {
  const place = { ...placeOf(name, 'security'), direction: 'message' } as const
  return compareSecurity(comparison, [old.security, now.security], place)
}

function compareMessage(comparison: Comparison, { name, old, now }: ChannelPair): readonly ContractFinding[] {
  const flow: Flow = { sentBy: now.sentBy, retained: true, direction: 'message' }
  return compareEdge(comparison, { name, kind: 'message', old: old.message, now: now.message, flow })
}

/** A reply goes to the one who waits for it: no broker keeps it for somebody newer. */
function compareReply(comparison: Comparison, { name, old, now }: ChannelPair): readonly ContractFinding[] {
  const sentBy = now.sentBy === 'consumer' ? 'provider' : 'consumer'
  const flow: Flow = { sentBy, retained: false, direction: 'message' }
  const [before, after] = [old.reply, now.reply]
  if (before !== undefined && after !== undefined) {
    return compareEdge(comparison, { name, kind: 'reply', old: before, now: after, flow })
  }
  if (before === after) return []
  return [replyChanged(placeOf(name, 'reply'), { flow, added: after !== undefined })]
}

interface EdgePair {
  readonly name: string
  readonly kind: 'message' | 'reply'
  readonly old: MessageEdge
  readonly now: MessageEdge
  readonly flow: Flow
}

function compareEdge(comparison: Comparison, { name, kind, old, now, flow }: EdgePair): readonly ContractFinding[] {
  const place = { ...placeOf(name, kind), at: `${name}/${kind}` }
  const renamed = `messages on ${name} are of type ${now.name} now, were ${old.name}`
  return [
    ...(old.name === now.name ? [] : [found('message-renamed', { ...breaking, ...place, message: renamed })]),
    ...compareDescriptions(old, now, place),
    ...comparePayload(comparison, {
      oldAt: old.payload,
      at: now.payload,
      flow,
      place: place.at,
      mayBeEmpty: false,
      ...pointers(place),
    }),
    ...comparePayload(comparison, {
      ...{
        oldAt: old.headers,
        at: now.headers,
        flow,
        place: `${place.at}/headers`,
        mayBeEmpty: true,
        ...pointers(place),
      },
    }),
  ]
}

function pointers({ pointer: place, oldPointer }: { readonly pointer: string; readonly oldPointer: string }): {
  readonly pointer: string
  readonly oldPointer: string
} {
  return { pointer: place, oldPointer }
}
