import type { HttpResponse } from '@tessera/contract.define/document'
import { isBytes } from './body-forms.ts'
import { exchangeMembers } from './exchanges-type.ts'
import { type Model, type Operation, REQUEST_PARTS, slotOf } from './model.ts'
import { deprecation, docComment, literal } from './names.ts'
import { requiresNothing } from './schema.ts'
import type { Side } from './type-book.ts'

/** The interfaces that clients, handlers and mocks of the contract are typed by. */
export function operationsType(model: Model): string {
  if (model.document.pattern === 'schemas') return ''
  const { summary, description } = model.document
  const members = `${operationMembers(model, model.operations)}${exchangeMembers(model)}`
  const main = `${docComment([summary, description])}export interface ${model.name} {\n${members}}\n`
  return [main, aliasesType(model), webhooksType(model)].filter((text) => text !== '').join('\n')
}

function operationMembers(model: Model, operations: readonly Operation[]): string {
  return operations.map((operation) => operationMember(model, operation)).join('')
}

/** Former names that the client still knows. */
function aliasesType({ name, operations }: Model): string {
  const members = operations.flatMap(({ key, aliases = [] }) =>
    aliases.map(
      (alias) => `${docComment([`@deprecated Now \`${key}\`.`])}readonly ${literal(alias)}: ${name}[${literal(key)}]\n`,
    ),
  )
  return members.length === 0
    ? ''
    : `/** Operations under names they had. */\nexport interface ${name}Aliases {\n${members.join('')}}\n`
}

function webhooksType(model: Model): string {
  if (model.webhooks.length === 0) return ''
  const members = operationMembers(model, model.webhooks)
  return `/** What the provider calls at the consumer. */\nexport interface ${model.name}Webhooks {\n${members}}\n`
}

function operationMember(model: Model, operation: Operation): string {
  const { key } = operation
  return `${operationComment(operation)}readonly ${literal(key)}: {
    readonly write: ${requestType(model, operation, 'W')}
    readonly read: ${requestType(model, operation, 'R')}
    readonly reply: {
      readonly write: ${replyType(model, operation, 'W')}
      readonly read: ${replyType(model, operation, 'R')}
    }
  }\n`
}

/** What a caller should know of an operation. */
export function operationComment(operation: Operation): string {
  const { method, path, summary, description, deprecated, sunset } = operation
  return docComment([summary, description, `\`${method} ${path}\``, deprecation(deprecated, sunset)])
}

function requestType(model: Model, { request }: Operation, side: Side): string {
  const members = REQUEST_PARTS.flatMap((part) => {
    const at = request[part]
    if (at === undefined) return []
    return [part === 'body' ? bodyMember(model, at, side) : partMember(model, part, { at, side })]
  })
  return `{ ${members.join('; ')} }`
}

interface Sided {
  readonly at: string
  readonly side: Side
}

/** Where all of its fields may be left out, it may be too; a reader is handed it even so. */
function partMember(model: Model, part: string, { at, side }: Sided): string {
  const type = model.types.ofSlot(at, side)
  const free = side === 'W' && requiresNothing(slotOf(model, at).schema, model.defs)
  return free ? `readonly ${part}?: ${type} | undefined` : `readonly ${part}: ${type}`
}

const BYTES: Readonly<Record<Side, string>> = { W: 'ByteSource', R: 'ByteStream' }

function bodyMember(model: Model, at: string, side: Side): string {
  const slot = slotOf(model, at)
  const type = isBytes(slot, model.defs) ? BYTES[side] : model.types.ofSlot(at, side)
  return slot.optional ? `readonly body?: ${type} | undefined` : `readonly body: ${type}`
}

interface Reply extends HttpResponse {
  readonly status: string
}

function replyType(model: Model, { responses }: Operation, side: Side): string {
  const replies = Object.entries(responses).map(
    ([status, response]) => `{ ${replyMembers(model, { status, ...response }, side)} }`,
  )
  return replies.length === 0 ? 'never' : replies.map((reply) => `| ${reply}`).join('\n')
}

function replyMembers(model: Model, { status, body, headers }: Reply, side: Side): string {
  return [
    `readonly status: ${Number(status)}`,
    ...(headers === undefined ? [] : [partMember(model, 'headers', { at: headers, side })]),
    ...(body === undefined ? [] : [bodyMember(model, body, side)]),
  ].join('; ')
}
