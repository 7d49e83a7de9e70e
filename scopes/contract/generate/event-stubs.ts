import { detailsType } from './event-details.ts'
import type { Model } from './model.ts'
import { docComment } from './names.ts'
import { moduleSource, typesExport, typesImport } from './part-source.ts'

/** `index.ts` of the client: subscribes to the events. */
export function eventSubscriber(model: Model): string {
  const { name, document, exchanges } = model
  const details = detailsType(model)
  const imports = [
    `import {
      type EventHandlers,
      type EventSubscriber,
      type EventSubscriberOptions,
      subscribeEvents,
    } from '@tessera/runtime.events/client'`,
    ...(details?.imports ?? []),
    typesImport(model),
    "import { definition } from './definition.ts'",
  ]
  const [first] = exchanges
  const example =
    first &&
    `@example await subscribe({ ${first.key}: ({ data }) => … }, { ${details ? 'broker, details' : 'broker'}, service: '…' })`
  const comment = docComment([
    ...[document.summary, document.description],
    'Events are validated before a handler sees them; events without a handler are passed over.',
    example?.replace('subscribe', `${model.value}Subscriber`),
  ])
  const types = details
    ? `/** Operations of ${document.detailsOf} that answer what the events leave out. */
export type ${name}Details = ${details.code}
export type ${name}Handlers = EventHandlers<${name}, ${name}Details>
/** A subscriber of ${document.id}. */
export type ${name}Subscriber = EventSubscriber<${name}>
/** \`details\` is a client of ${document.detailsOf}, or anything else with these operations. */
export type ${name}SubscriberOptions = EventSubscriberOptions<${name}Details>`
    : `export type ${name}Handlers = EventHandlers<${name}, object>
/** A subscriber of ${document.id}. */
export type ${name}Subscriber = EventSubscriber<${name}>
export type ${name}SubscriberOptions = Omit<EventSubscriberOptions<object>, 'details'>`
  return moduleSource(imports, [
    typesExport(model),
    `${types}\n`,
    `${comment}${subscribes(model, details !== undefined)}`,
  ])
}

function subscribes({ name, value }: Model, details: boolean): string {
  const call = details
    ? `subscribeEvents<${name}, ${name}Details>(definition, handlers, options)`
    : `subscribeEvents<${name}>(definition, handlers, { ...options, details: { call: {} } })`
  return `export function ${value}Subscriber(handlers: ${name}Handlers, options: ${name}SubscriberOptions): Promise<${name}Subscriber> {
  return ${call}
}
`
}

/** `index.ts` of the server: publishes the events. */
export function eventPublisher(model: Model): string {
  const { name, value, document, exchanges } = model
  const imports = [
    "import { type EventPublisher, type EventPublisherOptions, publishEvents } from '@tessera/runtime.events/server'",
    typesImport(model),
    "import { definition } from './definition.ts'",
  ]
  const [first] = exchanges
  const comment = docComment([
    ...[document.summary, document.description],
    'Events are validated before they leave; publishing resolves when the broker has confirmed it.',
    first && `@example await publisher.publish.${first.key}(…)`,
  ])
  return moduleSource(imports, [
    typesExport(model),
    `/** Publishes the events of ${document.id}. */
export type ${name}Publisher = EventPublisher<${name}>
export type ${name}PublisherOptions = EventPublisherOptions

${comment}export function ${value}Publisher(options: ${name}PublisherOptions): Promise<${name}Publisher> {
  return publishEvents<${name}>(definition, options)
}
`,
  ])
}
