import type { EventDetails, ThinEvent } from '@tessera/contract.define/document'
import { payloadMembers } from './messaging-definition.ts'
import { literal } from './names.ts'
import { entriesCode, literalOf, type Members, objectCode } from './object-code.ts'
import type { SpokenModel } from './slot-checks.ts'

/** Where a contract says nothing of it. */
const EXPECTED_FETCH_SHARE = 0.2

/** What a definition of events has besides its identity. */
export function eventMembers(model: SpokenModel): Members {
  const { id, delivery = 'one-per-service', retry, detailsOf, expectedFetchShare, events = {} } = model.document
  return {
    address: literal(id),
    delivery: literal(delivery),
    retry: literalOf(retry),
    detailsOf: literalOf(detailsOf),
    expectedFetchShare: literal(expectedFetchShare ?? EXPECTED_FETCH_SHARE),
    events: entriesCode(Object.entries(events).map(([key, event]) => [key, eventCode(model, key, event)])),
  }
}

function eventCode(model: SpokenModel, key: string, { type, data, orderBy, details }: ThinEvent): string {
  return objectCode({
    type: literal(type ?? `${model.document.id}.${key}`),
    orderBy: literalOf(orderBy),
    data: objectCode(payloadMembers(model, data)),
    details: details && detailsCode(details),
  })
}

function detailsCode({ operation, arguments: fed, version }: EventDetails): string {
  const entries = Object.entries(fed).map(([parameter, property]) => [parameter, literal(property)] as const)
  const query = entries.filter(([parameter]) => parameter.startsWith(QUERY))
  const params = entries.filter(([parameter]) => !parameter.startsWith(QUERY))
  return objectCode({
    operation: literal(operation),
    arguments: objectCode({
      params: params.length === 0 ? undefined : entriesCode(params),
      query: query.length === 0 ? undefined : entriesCode(query.map(([key, code]) => [key.slice(QUERY.length), code])),
    }),
    version: literalOf(version),
  })
}

/** A bare name is a parameter of the path. */
const QUERY = 'query/'
