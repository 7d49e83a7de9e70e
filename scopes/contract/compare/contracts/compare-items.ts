import type { ConnectionRules, SocketItem } from '@tessera/contract.define/document'
import { replyChanged } from './compare-replies.ts'
import { compareDescriptions } from './compare-descriptions.ts'
import { compareDeadlines } from './compare-limits.ts'
import { comparePayload } from './compare-payload.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { judge } from './flow.ts'
import type { Flow } from './flow.ts'
import { pointer } from './pointer.ts'

/** Items of a socket contract, and what its connections hold both ends to. */
export function compareItems(comparison: Comparison): readonly ContractFinding[] {
  const [old, now] = [comparison.old.items ?? {}, comparison.now.items ?? {}]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return [
    ...compareConnection(comparison.old.connection, comparison.now.connection),
    ...names.flatMap((name) => {
      if (!Object.hasOwn(now, name)) return [itemRemoved(name, old[name] as SocketItem)]
      if (!Object.hasOwn(old, name)) return [itemAdded(name, now[name] as SocketItem)]
      return compareItem(comparison, { name, old: old[name] as SocketItem, now: now[name] as SocketItem })
    }),
  ]
}

/** The new provider cannot take what an old consumer sends; what it no longer sends itself, nobody gets. */
function itemRemoved(name: string, { sentBy }: SocketItem): ContractFinding {
  return found('item-removed', {
    ...{ severity: 'breaking', direction: 'message', at: name },
    ...{ pointer: '/items', oldPointer: pointer('items', name), message: `${name} is gone` },
    ...(sentBy === 'consumer' ? {} : { needsNewProvider: true as const }),
  })
}

/** Whoever gets an item must know it. */
function itemAdded(name: string, { sentBy }: SocketItem): ContractFinding {
  const verdict = judge({ sentBy, retained: false, direction: 'message' }, { narrowed: false, widened: true })
  const unknown = verdict.severity === 'breaking' ? ', and deployed consumers do not know it' : ''
  return found('item-added', {
    ...{ direction: 'message', at: name, pointer: pointer('items', name), ...verdict },
    message: `${name} is new${unknown}`,
    parts: {
      ...(sentBy === 'provider' ? {} : { server: 'major' }),
      ...(sentBy === 'consumer' ? {} : { client: 'major' }),
    },
  })
}

interface ItemPair {
  readonly name: string
  readonly old: SocketItem
  readonly now: SocketItem
}

function compareItem(comparison: Comparison, { name, old, now }: ItemPair): readonly ContractFinding[] {
  const place = { at: name, pointer: pointer('items', name), oldPointer: pointer('items', name) }
  if (old.sentBy !== now.sentBy) {
    const message = `${name} is sent by ${inWords(now.sentBy)} now, was by ${inWords(old.sentBy)}`
    const verdict = { severity: 'breaking', direction: 'message', needsNewProvider: true } as const
    return [found('sender-changed', { ...verdict, ...place, message })]
  }
  const flow: Flow = { sentBy: now.sentBy, retained: false, direction: 'message' }
  return [
    ...compareDeadlines(old, now, place),
    ...compareDescriptions(old, now, place),
    ...comparePayload(comparison, {
      ...{ oldAt: old.payload, at: now.payload, flow, place: `${name}/message`, mayBeEmpty: false },
      ...{ pointer: place.pointer, oldPointer: place.oldPointer },
    }),
    ...compareReply(comparison, { name, old, now }),
  ]
}

function compareReply(comparison: Comparison, { name, old, now }: ItemPair): readonly ContractFinding[] {
  const flow: Flow = { sentBy: OTHER[now.sentBy], retained: false, direction: 'message' }
  const places = { pointer: pointer('items', name, 'reply'), oldPointer: pointer('items', name, 'reply') }
  if ((old.reply === undefined) !== (now.reply === undefined)) {
    return [replyChanged({ at: name, ...places }, { flow, added: now.reply !== undefined })]
  }
  return comparePayload(comparison, {
    ...{ oldAt: old.reply, at: now.reply, flow, place: `${name}/reply`, mayBeEmpty: false, ...places },
  })
}

const OTHER = { provider: 'consumer', consumer: 'provider', either: 'either' } as const

function inWords(sentBy: SocketItem['sentBy']): string {
  return sentBy === 'either' ? 'either side' : `the ${sentBy}`
}

/** Each end names its own numbers when a connection opens, so that both hold to them. */
function compareConnection(
  old: ConnectionRules | undefined,
  now: ConnectionRules | undefined,
): readonly ContractFinding[] {
  if (old === undefined || now === undefined) return []
  const place = (key: string) =>
    ({
      direction: 'both',
      at: `connection/${key}`,
      pointer: pointer('connection', key),
      oldPointer: pointer('connection', key),
    }) as const
  const heartbeat = `heartbeats come every ${now.heartbeatMs} ms now, came every ${old.heartbeatMs} ms`
  const window = `a sender may have ${now.windowBytes} bytes on the way now, were ${old.windowBytes}`
  return [
    ...(old.windowBytes === now.windowBytes
      ? []
      : [found('window-changed', { ...place('windowBytes'), severity: 'info', message: window })]),
    ...(old.heartbeatMs === now.heartbeatMs
      ? []
      : [found('heartbeat-changed', { ...place('heartbeatMs'), severity: 'info', message: heartbeat })]),
  ]
}
