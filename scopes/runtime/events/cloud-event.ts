import { ContractViolation, type EventsDefinition, isObject } from '@tessera/runtime.core'

/** The media type of an event in JSON, envelope and all. */
export const CLOUD_EVENT_TYPE = 'application/cloudevents+json'

/** CloudEvents 1.0 with the extensions for tracing and partitioning, and the conversation it belongs to. */
export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  /** Names contract, line and event. */
  readonly dataschema: string
  readonly subject?: string
  readonly partitionkey?: string
  readonly traceparent: string
  readonly correlationid: string
  readonly data: unknown
}

/** Changes with each breaking change, as CloudEvents ask for. */
export function dataSchema({ contract, line }: EventsDefinition, event: string): string {
  return `urn:tessera:contract:${contract}:${line}#${event}`
}

/** What a subscriber reads of an event. */
export interface ReadEvent {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: string
  readonly data: unknown
}

interface Carried {
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/**
 * Reads an event in structured mode (all in the body) or binary mode (the attributes as `ce-` headers).
 * @throws ContractViolation where it is no CloudEvent 1.0 with data in JSON
 */
export function readCloudEvent({ headers, body }: Carried): ReadEvent {
  const content = parse(body)
  const binary = headers['ce-specversion'] !== undefined
  const attribute = (name: string): unknown =>
    binary ? headers[`ce-${name}`] : isObject(content) ? content[name] : undefined
  const text = (name: string): string => {
    const value = attribute(name)
    if (typeof value === 'string' && value !== '') return value
    throw violation(`/${name}`, 'required', 'must be there: a CloudEvent has it')
  }
  if (text('specversion') !== '1.0') throw violation('/specversion', 'const', 'must be 1.0')
  const time = attribute('time')
  return {
    id: text('id'),
    source: text('source'),
    type: text('type'),
    // Optional in CloudEvents: when it came is the best guess there is.
    time: typeof time === 'string' ? time : new Date().toISOString(),
    data: binary ? content : isObject(content) ? content.data : undefined,
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw violation('', 'type', 'must be JSON')
  }
}

function violation(pointer: string, keyword: string, message: string): ContractViolation {
  return new ContractViolation('received', 'event', [{ pointer, keyword, message }])
}
