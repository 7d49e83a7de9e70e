import type { Exchange, ExchangePayload } from './exchange.ts'
import { type Model, slotOf } from './model.ts'
import { deprecation, docComment, literal } from './names.ts'
import { requiresNothing } from './schema.ts'

/** Members of the interface that senders, handlers and mocks of messages are typed by. */
export function exchangeMembers(model: Model): string {
  return model.exchanges.map((exchange) => exchangeMember(model, exchange)).join('')
}

function exchangeMember(model: Model, exchange: Exchange): string {
  const { key, sentBy, message, reply, details } = exchange
  const answer = reply ? `readonly reply: {\n${payload(model, reply)}}\n` : ''
  const asked = details === undefined ? '' : `readonly details: ${literal(details)}\n`
  return `${exchangeComment(exchange)}readonly ${literal(key)}: {
    readonly sentBy: ${literal(sentBy)}
    ${payload(model, message)}${answer}${asked}}\n`
}

/** What who sends or handles a message should know of it. */
export function exchangeComment({ summary, description, deprecated, sunset }: Exchange): string {
  return docComment([summary, description, deprecation(deprecated, sunset)])
}

function payload(model: Model, { at, headers }: ExchangePayload): string {
  const types = `readonly write: ${model.types.ofSlot(at, 'W')}\nreadonly read: ${model.types.ofSlot(at, 'R')}\n`
  if (headers === undefined) return types
  const optional = requiresNothing(slotOf(model, headers).schema, model.defs) ? '?' : ''
  return `${types}readonly headers: {
    readonly write${optional}: ${model.types.ofSlot(headers, 'W')}${optional && ' | undefined'}
    readonly read: ${model.types.ofSlot(headers, 'R')}
  }\n`
}
