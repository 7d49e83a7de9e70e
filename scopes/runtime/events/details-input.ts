import type { EventDetailsDefinition } from '@tessera/runtime.core'

/** What an operation is asked with, filled from the data of an event. */
export function inputOf(
  { arguments: { params, query } }: EventDetailsDefinition,
  data: Readonly<Record<string, unknown>>,
): object {
  return {
    ...(params === undefined ? {} : { params: fill(params, data) }),
    ...(query === undefined ? {} : { query: fill(query, data) }),
  }
}

function fill(names: Readonly<Record<string, string>>, data: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(names).map(([parameter, property]) => [parameter, data[property]]))
}
