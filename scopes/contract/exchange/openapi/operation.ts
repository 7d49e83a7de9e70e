import type { HttpOperation, HttpResponse, Side, Slot } from '@tessera/contract.define/document'
import { present } from '../read/head.ts'
import { member, members, type Place, text } from '../read/place.ts'
import { bodySlot } from './bodies.ts'
import { described, type Found } from './operations.ts'
import { headerFields, readParameters } from './parameters.ts'
import type { Reading, WithSlots } from './reading.ts'
import { readRequirements } from './security.ts'
import { readStatuses } from './statuses.ts'

/** One operation with its slots: request first, then responses by status. */
export function readOperation(found: Found, reading: Reading): WithSlots<HttpOperation> {
  const { name, method, path, webhook, place } = found
  const caller: Side = webhook ? 'provider' : 'consumer'
  const extension = member(place, 'x-tessera-operation')
  const { fields, styles } = readParameters(found, reading)
  const parameterSlots = fields.map(({ part, schema }): Slot => ({
    at: `${name}/request/${part}`,
    sentBy: caller,
    schema,
  }))
  const body = requestBody(found, caller, reading)
  const request = [...parameterSlots, ...(body === undefined ? [] : [body])]
  const responses = readResponses(found, webhook ? 'consumer' : 'provider', reading)
  noteLeftOut(found, reading)
  const edge: HttpOperation = {
    ...{ method, path },
    ...(webhook ? { webhook: true as const } : {}),
    ...described(place, extension),
    ...present({
      aliases: member(extension, 'aliases').value as readonly string[] | undefined,
      deadlineMs: member(extension, 'deadlineMs').value as number | undefined,
      security: readRequirements(member(place, 'security'), reading),
      styles: Object.keys(styles).length === 0 ? undefined : styles,
    }),
    idempotent: idempotent(extension, method),
    request: Object.fromEntries(request.map(({ at }) => [at.slice(at.lastIndexOf('/') + 1), at])),
    responses: Object.fromEntries(responses.map(({ status, response }) => [status, response])),
  }
  return { edge, slots: [...request, ...responses.flatMap(({ slots }) => slots)] }
}

function idempotent(extension: Place, method: string): boolean | 'key' {
  const said = member(extension, 'idempotent').value
  if (typeof said === 'boolean' || said === 'key') return said
  return method === 'GET' || method === 'PUT' || method === 'DELETE'
}

function requestBody({ name, method, place }: Found, caller: Side, reading: Reading): Slot | undefined {
  const body = reading.library.follow(member(place, 'requestBody'))
  if (body.value === undefined) return undefined
  if (method === 'GET' || method === 'DELETE') {
    reading.notes.lost('BODY_DROPPED', body, `a ${method} has no body in a contract`, 'the body is left out')
    return undefined
  }
  const slot = bodySlot({ at: `${name}/request/body`, sentBy: caller, content: member(body, 'content') }, reading)
  return slot && member(body, 'required').value !== true ? { ...slot, optional: true } : slot
}

interface ReadResponse {
  readonly status: string
  readonly response: HttpResponse
  readonly slots: readonly Slot[]
}

function readResponses({ name, place }: Found, sentBy: Side, reading: Reading): readonly ReadResponse[] {
  return readStatuses(place, reading).map(({ status, response }) => {
    const at = `${name}/response/${status}`
    const headers = responseHeaders({ at: `${at}/headers`, sentBy }, response, reading)
    const body = bodylessStatus(status, response, reading)
      ? undefined
      : bodySlot({ at: `${at}/body`, sentBy, content: member(response, 'content') }, reading)
    return {
      status,
      response: present({
        description:
          text(response, 'x-tessera-description') ?? usefulDescription(text(response, 'description'), status),
        problem: member(response, 'x-tessera-problem').value === true ? (true as const) : undefined,
        headers: headers?.at,
        body: body?.at,
      }),
      slots: [headers, body].filter((slot) => slot !== undefined),
    }
  })
}

function bodylessStatus(status: string, response: Place, { notes }: Reading): boolean {
  if (!['204', '205', '304'].includes(status)) return false
  const content = member(response, 'content')
  if (members(content).length > 0) {
    notes.lost('BODY_DROPPED', content, `an answer ${status} has no body by HTTP`, 'the body is left out')
  }
  return true
}

function responseHeaders(slot: Omit<Slot, 'schema'>, response: Place, reading: Reading): Slot | undefined {
  const said = member(response, 'x-tessera-headers')
  if (said.value !== undefined) return { ...slot, schema: reading.book.schema(said) }
  const headers = members(member(response, 'headers')).filter(([key]) => key.toLowerCase() !== 'content-type')
  return headers.length === 0 ? undefined : { ...slot, schema: headerFields(headers, reading) }
}

/** OpenAPI asks for a description of every answer; most say what the status says. */
export function usefulDescription(description: string | undefined, status: string): string | undefined {
  const words = description?.trim().replace(/\.$/, '').toLowerCase() ?? ''
  const phrase = REASONS[status]?.toLowerCase()
  return words === '' || words === phrase || ['success', 'successful', 'default', 'error'].includes(words)
    ? undefined
    : description
}

export const REASONS: Readonly<Record<string, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

function noteLeftOut({ place }: Found, { notes }: Reading): void {
  if (members(member(place, 'callbacks')).length > 0) {
    const message = 'callbacks go to an address that the request names, which a contract cannot say'
    notes.lost('CALLBACK_DROPPED', member(place, 'callbacks'), message, 'they are left out: webhooks carry over')
  }
}
