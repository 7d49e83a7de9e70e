import { member, members, type Place } from '../read/place.ts'
import type { Reading } from './reading.ts'

export interface StatusOfResponse {
  readonly status: string
  readonly response: Place
}

/** A contract names each status. These stand for what OpenAPI leaves open. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '2XX': '200',
  '3XX': '302',
  '4XX': '400',
  '5XX': '500',
  default: '500',
}

/** The responses of an operation by the statuses that a contract can say. */
export function readStatuses(operation: Place, reading: Reading): readonly StatusOfResponse[] {
  const all = members(member(operation, 'responses')).filter(([key]) => !key.startsWith('x-'))
  const exact = all.filter(([key]) => /^[2-5]\d\d$/.test(key)).map(([key, place]) => follow(key, place, reading))
  const open = all.filter(([key]) => !/^[2-5]\d\d$/.test(key))
  const taken = new Set(exact.map(({ status }) => status))
  const stood = open.flatMap(([key, place]) => standIn(key, place, { taken, reading }))
  const statuses = [...exact, ...stood]
  if (statuses.length > 0) return statuses
  const message = 'the operation says no answer that a contract can say'
  reading.notes.lost('RESPONSE_ASSUMED', operation, message, 'it answers 200 without a body')
  return [{ status: '200', response: { ...operation, value: {} } }]
}

function follow(status: string, place: Place, { library }: Reading): StatusOfResponse {
  return { status, response: library.follow(place) }
}

function standIn(
  key: string,
  place: Place,
  { taken, reading }: { readonly taken: Set<string>; readonly reading: Reading },
): readonly StatusOfResponse[] {
  const { notes } = reading
  const status = key === 'default' && taken.size === 0 ? '200' : STANDS_FOR[key === 'default' ? key : key.toUpperCase()]
  if (status === undefined) {
    notes.lost('RESPONSE_DROPPED', place, `"${key}" is no status from 200 to 599`, 'the answer is left out')
    return []
  }
  if (taken.has(status)) {
    notes.lost(
      'RESPONSE_DROPPED',
      place,
      `"${key}" is no single status, and ${status} is said already`,
      'it is left out',
    )
    return []
  }
  taken.add(status)
  notes.lost('RESPONSE_ASSUMED', place, `"${key}" is no single status`, `it stands at ${status}`)
  return [follow(status, place, reading)]
}
