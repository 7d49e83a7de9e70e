import { toHex } from './buffers.ts'

/** W3C Trace Context, version 00. */
export interface TraceParent {
  /** 32 hex digits, the same through a whole chain of calls. */
  readonly traceId: string
  /** 16 hex digits, of one piece of work. */
  readonly spanId: string
  /** 2 hex digits; bit 0 says sampled. */
  readonly flags: string
}

const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** Reads a `traceparent` header; `undefined` where it is none. Later versions are read as far as version 00 goes. */
export function parseTraceparent(header: string | undefined): TraceParent | undefined {
  const match = TRACEPARENT.exec(header?.trim() ?? '')
  if (!match) return undefined
  const [, version, traceId = '', spanId = '', flags = '', rest] = match
  if (version === '00' && rest !== undefined) return undefined
  return isZero(traceId) || isZero(spanId) ? undefined : { traceId, spanId, flags }
}

export function formatTraceparent(trace: TraceParent): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.flags}`
}

/** A new trace, sampled. */
export function createTraceparent(): string {
  return formatTraceparent({ traceId: randomHex(16), spanId: randomHex(8), flags: '01' })
}

/** The next span of the trace `header` names; a new trace where it names none. */
export function childTraceparent(header: string | undefined): string {
  if (header === undefined) return createTraceparent()
  const parent = parseTraceparent(header)
  return parent === undefined ? createTraceparent() : formatTraceparent({ ...parent, spanId: randomHex(8) })
}

function isZero(hex: string): boolean {
  return /^0+$/.test(hex)
}

/** Asking the system for each few bytes costs more than all else here; one span takes 16 digits of this. */
let pool = ''
let used = 0

/** So many random bytes as hex digits, never all zeros. */
export function randomHex(bytes: number): string {
  const digits = bytes * 2
  if (used + digits > pool.length) refill()
  const hex = pool.slice(used, (used += digits))
  return hex.startsWith('00000000') && isZero(hex) ? randomHex(bytes) : hex
}

function refill(): void {
  pool = toHex(globalThis.crypto.getRandomValues(new Uint8Array(POOL_BYTES)))
  used = 0
}

const POOL_BYTES = 4096
