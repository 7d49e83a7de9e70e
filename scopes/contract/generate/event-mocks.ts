import { detailsType } from './event-details.ts'
import { type MockBlocks, type Mocking, sampleCode } from './mock-blocks.ts'
import type { Model } from './model.ts'
import { literal } from './names.ts'
import { entriesCode } from './object-code.ts'

/** A feed of the events, with the API of their details. */
export function eventMocks(mocking: Mocking): MockBlocks {
  const { model } = mocking
  const { name, value, exchanges } = model
  const details = detailsType(model)
  const samples = exchanges.map(
    ({ key, message }) => [key, sampleCode(mocking, message.at, `${name}[${literal(key)}]['write']`)] as const,
  )
  return {
    imports: [
      `import {
        type EventSamples,
        type EventsMock,
        type EventsMockOptions,
        mockEvents,
      } from '@tessera/runtime.events/mock'`,
      ...(details?.imports ?? []),
    ],
    types: [name],
    schemas: [],
    taken: ['mockEvents', `${value}Mock`],
    code: [
      details ? feedWithDetails(model, details.code) : feed(model),
      `const samples: EventSamples<${name}, object>['events'] = ${entriesCode(samples)}\n`,
    ],
  }
}

function feedWithDetails({ name, value, document }: Model, details: string): string {
  return `/** Operations of ${document.detailsOf} that answer what the events leave out. */
export type ${name}Details = ${details}

export interface ${name}MockOptions extends EventsMockOptions {
  /** What the operations answer: replies of the mocks of ${document.detailsOf}, most often. */
  readonly details: EventSamples<${name}, ${name}Details>['details']
}

/** A feed of ${document.id} for tests, in this process, and the API that gives the details. */
export function ${value}Mock({ details, ...options }: ${name}MockOptions): Promise<EventsMock<${name}, ${name}Details>> {
  return mockEvents<${name}, ${name}Details>(definition, { events: samples, details }, options)
}
`
}

function feed({ name, value, document }: Model): string {
  return `export type ${name}MockOptions = EventsMockOptions

/** A feed of ${document.id} for tests, in this process. */
export function ${value}Mock(options: ${name}MockOptions = {}): Promise<EventsMock<${name}, object>> {
  return mockEvents<${name}, object>(definition, { events: samples, details: {} }, options)
}
`
}
