import { type Group, groupOf } from '@tessera/runtime.broker'
import type { EventsDefinition } from '@tessera/runtime.core'

/** Who shares the events of a contract. */
export function eventsGroup({ delivery, events }: EventsDefinition, service: string): Group {
  const ordered = Object.values(events).some(({ orderBy }) => orderBy !== undefined)
  return groupOf({ delivery, ordered }, service)
}
