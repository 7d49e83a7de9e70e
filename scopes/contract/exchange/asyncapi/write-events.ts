import type { ContractDocument, ThinEvent } from '@tessera/contract.define/document'
import { present } from '../read/head.ts'
import { ref, slotOf, type Written } from './write.ts'
import { writeSchema } from './write-schema.ts'

const CHANNEL = 'events'

/** One channel, on which the provider sends a CloudEvent for each event. */
export function writeEvents(contract: ContractDocument): Written {
  const events = Object.entries(contract.events ?? {})
  const messages = Object.fromEntries(events.map(([name, event]) => [name, eventObject(name, event, contract)]))
  const publish = {
    action: 'send',
    channel: ref('channels', CHANNEL),
    messages: events.map(([name]) => ref('channels', CHANNEL, 'messages', name)),
  }
  return { channels: { [CHANNEL]: { address: contract.id, messages } }, operations: { publish } }
}

function eventObject(name: string, event: ThinEvent, contract: ContractDocument): object {
  const { type, data, summary, description, deprecated, sunset, orderBy, details } = event
  const slot = slotOf(contract, data)
  const said = present({ type, orderBy, details, deprecated, sunset })
  return {
    name,
    ...present({ summary, description }),
    contentType: 'application/cloudevents+json',
    payload: cloudEvent(type ?? `${contract.id}.${name}`, writeSchema(slot.schema)),
    ...(slot.maxBytes === undefined ? {} : { 'x-tessera-message': { maxBytes: slot.maxBytes } }),
    ...(Object.keys(said).length === 0 ? {} : { 'x-tessera-event': said }),
  }
}

/** The envelope of CloudEvents 1.0 in JSON. */
function cloudEvent(type: string, data: unknown): object {
  return {
    type: 'object',
    properties: {
      specversion: { type: 'string', const: '1.0' },
      id: { type: 'string', minLength: 1 },
      source: { type: 'string', format: 'uri-reference', minLength: 1 },
      type: { type: 'string', const: type },
      time: { type: 'string', format: 'date-time' },
      datacontenttype: { type: 'string' },
      data,
    },
    required: ['specversion', 'id', 'source', 'type', 'data'],
  }
}
