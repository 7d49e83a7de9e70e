import type { ContractDocument, HttpOperation, Slot } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { REASONS } from '../openapi/operation.ts'
import { present } from '../read/head.ts'
import { authOf } from './auth.ts'
import { asText, mockFields, mockOf } from './mocks.ts'
import { fieldList, urlOf } from './url.ts'

/** A request that can be sent, with an answer of each status as an example. */
export function itemOf(name: string, operation: HttpOperation, document: ContractDocument): object {
  const request = requestOf(operation, document)
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const body = slotOf(document, response.body)
    const override = response.problem === true ? { status: Number(status) } : undefined
    const headers = slotOf(document, response.headers)
    return {
      name: `${status} ${response.description ?? REASONS[status] ?? ''}`.trim(),
      originalRequest: request,
      status: REASONS[status] ?? 'Status',
      code: Number(status),
      header: [
        ...(body === undefined ? [] : [{ key: 'content-type', value: mediaTypeOf(body) }]),
        ...(headers === undefined ? [] : pairs(mockFields(headers.schema, document))),
      ],
      cookie: [],
      body: body === undefined ? null : textOf(body, mockOf(body.schema, document, override)),
      ...(body !== undefined && isJson(body) ? { _postman_previewlanguage: 'json' } : {}),
    }
  })
  return { name: operation.summary ?? name, request, response: responses }
}

function requestOf(operation: HttpOperation, document: ContractDocument): object {
  const { method, description, deprecated, request, idempotent, security } = operation
  const body = slotOf(document, request.body)
  const about = [deprecated === undefined ? undefined : `Deprecated: ${deprecated}`, description]
  const text = about.filter((line) => line !== undefined).join('\n\n')
  return {
    method,
    header: [
      ...(body === undefined ? [] : [{ key: 'content-type', value: mediaTypeOf(body) }]),
      // Postman makes a new one for each call.
      ...(idempotent === 'key' ? [{ key: 'idempotency-key', value: '{{$guid}}' }] : []),
      ...fieldList('headers', operation, document),
    ],
    url: urlOf(operation, document),
    ...present({
      description: text === '' ? undefined : text,
      body: body === undefined ? undefined : bodyOf(body, document),
      auth: authOf(security, document),
    }),
  }
}

function bodyOf(slot: Slot, document: ContractDocument): object {
  const value = mockOf(slot.schema, document)
  const mediaType = mediaTypeOf(slot)
  if (mediaType === 'application/x-www-form-urlencoded' && isRecord(value))
    return { mode: 'urlencoded', urlencoded: pairs(value) }
  if (mediaType.startsWith('multipart/') && isRecord(value)) {
    return { mode: 'formdata', formdata: pairs(value).map((pair) => ({ ...pair, type: 'text' })) }
  }
  const language = isJson(slot) ? { options: { raw: { language: 'json' } } } : {}
  return { mode: 'raw', raw: textOf(slot, value), ...language }
}

function pairs(values: Readonly<Record<string, unknown>>): readonly { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: asText(value) }))
}

function textOf(slot: Slot, value: unknown): string {
  if (value === undefined) return ''
  return isJson(slot) ? JSON.stringify(value, null, 2) : asText(value)
}

function isJson(slot: Slot): boolean {
  return /^application\/json$|\+json$/.test(mediaTypeOf(slot))
}

function mediaTypeOf({ mediaType = 'application/json' }: Slot): string {
  return mediaType
}

function slotOf({ slots }: ContractDocument, at: string | undefined): Slot | undefined {
  return at === undefined ? undefined : slots.find((slot) => slot.at === at)
}
