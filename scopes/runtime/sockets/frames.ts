import { type ContractIdentity, type Issue, isObject, type RuntimeErrorCode } from '@tessera/runtime.core'

/** `docs/socket-protocol.md` says what each is for. Each is one JSON object. */
export type Frame = Hello | Welcome | ItemFrame | Reply | Failure | Cancel | Ack | Drain | Drained | Close

/** What each side tells the other of itself, once for each connection. */
export interface Introduction extends ContractIdentity {
  /** Bytes of items that the other side may have on the way. */
  readonly windowBytes: number
  readonly maxFrameBytes: number
  /** Milliseconds between two signs of life. */
  readonly heartbeatMs: number
}

export interface Hello extends Introduction {
  readonly type: 'hello'
  readonly protocol: 1
  readonly token?: string
  /** The session that broke, and how many numbered frames of it have arrived here. */
  readonly resume?: { readonly session: string; readonly received: number }
}

export interface Welcome extends Introduction {
  readonly type: 'welcome'
  readonly session: string
  /** Whether it is the one that was to be resumed. */
  readonly resumed: boolean
  /** Numbered frames of the session that have arrived at this side. */
  readonly received: number
}

interface Item {
  readonly item: string
  readonly payload: unknown
  readonly traceparent?: string
  readonly tracestate?: string
  readonly headers?: Readonly<Record<string, string>>
}
export interface MessageFrame extends Item {
  readonly type: 'message'
}
export interface RequestFrame extends Item {
  readonly type: 'request'
  readonly id: number
  readonly deadlineMs?: number
}
export type ItemFrame = MessageFrame | RequestFrame

export interface Reply {
  readonly type: 'reply'
  readonly id: number
  readonly payload: unknown
}
export interface Failure {
  readonly type: 'failure'
  readonly id: number
  readonly code: RuntimeErrorCode
  readonly message: string
  /** With `CONTRACT_VIOLATION`: of the payload of the request. */
  readonly issues?: readonly Issue[]
}
export interface Cancel {
  readonly type: 'cancel'
  readonly id: number
}

export interface Ack {
  readonly type: 'ack'
  /** Numbered frames that have arrived. */
  readonly received: number
  /** Bytes of items that the other side may have sent in this session, in all. */
  readonly granted: number
}
export interface Drain {
  readonly type: 'drain'
}
export interface Drained {
  readonly type: 'drained'
}

export type CloseCode = 'CLOSED' | 'DRAINED' | 'INCOMPATIBLE_CONTRACT' | 'MALFORMED' | 'REFUSED' | 'UNAVAILABLE'

export interface Close {
  readonly type: 'close'
  readonly code: CloseCode
  readonly message: string
  /** With `INCOMPATIBLE_CONTRACT`: what this side speaks. */
  readonly speaks?: ContractIdentity
}

/** The other side sent what no frame looks like here. The connection cannot go on. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame'
}

/**
 * Reads one frame. A property named `__proto__` is dropped: copied into an object it would replace the prototype.
 * @throws MalformedFrame
 */
export function parseFrame(text: string): Frame {
  const frame = parseJson(text)
  if (!isObject(frame)) throw new MalformedFrame('a frame must be a JSON object')
  const type = frame.type
  const rules = typeof type === 'string' && Object.hasOwn(RULES, type) ? RULES[type as Frame['type']] : undefined
  if (rules === undefined) throw new MalformedFrame('a frame of unknown type')
  for (const field in rules) {
    if (!rules[field]?.(frame[field])) throw new MalformedFrame(`${String(type)}: ${field} is missing or wrong`)
  }
  return frame as unknown as Frame
}

function parseJson(text: string): unknown {
  try {
    // The name may be written with escapes; a reviver for every frame would cost more than parsing.
    if (!/__proto__|\\u/.test(text)) return JSON.parse(text)
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
  } catch {
    throw new MalformedFrame('a frame must be JSON')
  }
}

type Rule = (value: unknown) => boolean
type Rules = Readonly<Record<string, Rule>>

const count: Rule = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const positive: Rule = (value) => Number.isSafeInteger(value) && (value as number) > 0
const text: Rule = (value) => typeof value === 'string'
const truth: Rule = (value) => typeof value === 'boolean'
const present: Rule = (value) => value !== undefined
const optional =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined || rule(value)
const object =
  (rules: Rules): Rule =>
  (value) =>
    isObject(value) && Object.entries(rules).every(([field, rule]) => rule(value[field]))
const list =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.every(rule)
const texts: Rule = (value) => isObject(value) && Object.values(value).every(text)

const identity: Rules = { contract: text, line: count, hash: text }
const introduction: Rules = { ...identity, windowBytes: positive, maxFrameBytes: positive, heartbeatMs: positive }
const item: Rules = {
  item: text,
  payload: present,
  traceparent: optional(text),
  tracestate: optional(text),
  headers: optional(texts),
}

const RULES: Readonly<Record<Frame['type'], Rules>> = {
  hello: {
    ...introduction,
    protocol: positive,
    token: optional(text),
    resume: optional(object({ session: text, received: count })),
  },
  welcome: { ...introduction, session: text, resumed: truth, received: count },
  message: item,
  request: { ...item, id: positive, deadlineMs: optional(count) },
  reply: { id: positive, payload: present },
  failure: {
    id: positive,
    code: text,
    message: text,
    issues: optional(list(object({ pointer: text, keyword: text, message: text }))),
  },
  cancel: { id: positive },
  ack: { received: count, granted: count },
  drain: {},
  drained: {},
  close: { code: text, message: text, speaks: optional(object(identity)) },
}
