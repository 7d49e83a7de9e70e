import { childTraceparent, type Context, type Deadline } from '@tessera/runtime.core'
import type { SendOptions } from './items.ts'
import { type EncodedFrame, encodeText } from './transport.ts'

/** What an item frame says besides its payload. */
export interface Envelope {
  readonly item: string
  readonly headers: SendOptions['headers']
  /** Of the handler that it is sent for. */
  readonly context: Context | undefined
  /** Of its span; the next one of the context where there is none. */
  readonly traceparent: string | undefined
  /** Where a reply is wanted. */
  readonly request: { readonly id: number; readonly deadline: Deadline } | undefined
}

/** Writes a `message` or `request` frame around a payload that is JSON already. */
export function writeItem({ item, headers, context, traceparent, request }: Envelope, payload: string): EncodedFrame {
  const trace = `"traceparent":"${traceparent ?? childTraceparent(context?.traceparent)}"`
  const state = context?.tracestate === undefined ? '' : `,"tracestate":${JSON.stringify(context.tracestate)}`
  const extra = headers === undefined ? '' : `,"headers":${JSON.stringify(headers)}`
  const kind = request === undefined ? '"message"' : `"request","id":${request.id}${remaining(request.deadline)}`
  const text = `{"type":${kind},"item":${JSON.stringify(item)},${trace}${state}${extra},"payload":${payload}}`
  return request === undefined ? { ...encodeText(text), isMessage: true } : encodeText(text)
}

/** As with HTTP, each hop sends what remains of its own: clocks differ. */
function remaining(deadline: Deadline): string {
  const ms = Math.floor(deadline.remaining())
  return Number.isFinite(ms) ? `,"deadlineMs":${ms}` : ''
}
