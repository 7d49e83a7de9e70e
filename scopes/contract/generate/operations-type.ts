import { type Model, type Operation, REQUEST_PARTS, slotOf } from './model.ts'
import { docComment, literal } from './names.ts'
import { resolve, stringsOf } from './schema.ts'
import type { Side } from './type-book.ts'

/** The interface that clients, handlers and mocks of the contract are typed by. */
export function operationsType(model: Model): string {
  if (model.document.pattern === 'schemas') return ''
  const { summary, description } = model.document
  const members = model.operations.map((operation) => operationMember(model, operation))
  return `${docComment([summary, description])}export interface ${model.name} {\n${members.join('')}}\n`
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
  const { method, path, summary, description, deprecated } = operation
  return docComment([
    summary,
    description,
    `\`${method} ${path}\``,
    deprecated === undefined ? undefined : `@deprecated ${deprecated}`,
  ])
}

function requestType(model: Model, { request }: Operation, side: Side): string {
  const members = REQUEST_PARTS.flatMap((part) => {
    const at = request[part]
    if (at === undefined) return []
    const type = model.types.ofSlot(at, side)
    // All of its fields may be left out, so it may be too; a reader is handed it even so.
    return side === 'W' && part !== 'body' && requiresNothing(model, at)
      ? [`readonly ${part}?: ${type} | undefined`]
      : [`readonly ${part}: ${type}`]
  })
  return `{ ${members.join('; ')} }`
}

function requiresNothing(model: Model, at: string): boolean {
  const schema = resolve(slotOf(model, at).schema, model.defs)
  return typeof schema === 'object' && stringsOf(schema, 'required').length === 0
}

function replyType(model: Model, { responses }: Operation, side: Side): string {
  const replies = Object.entries(responses).map(([status, { body }]) =>
    body === undefined
      ? `{ readonly status: ${status} }`
      : `{ readonly status: ${status}; readonly body: ${model.types.ofSlot(body, side)} }`,
  )
  return replies.length === 0 ? 'never' : replies.map((reply) => `| ${reply}`).join('\n')
}
