import type { ContractDocument, JsonSchema, Slot } from '@tessera/contract.define/document'
import { isRecord, packageName, parseComponentId } from '@tessera/core.model'
import type { Exchange } from './exchange.ts'
import { formatSource } from './format.ts'
import { type Model, modelOf, type Operation, partId, partPackage, REQUEST_PARTS, slotOf } from './model.ts'
import { literal } from './names.ts'
import type { Part } from './part.ts'
import { refName } from './schema.ts'
import { type NamedType, sided } from './type-book.ts'

/** A value that may travel in a slot; undefined where there is none to show. */
export type Sample = (slot: Slot) => unknown

export interface Usage {
  /** TypeScript that type-checks where the packages are installed. */
  readonly code: string
  /** What it runs on besides the part's own package. */
  readonly packages: readonly string[]
}

/** How a part is used: the smallest program that does what it is for. */
export async function partUsage(document: ContractDocument, part: Part, sample: Sample): Promise<Usage> {
  const model = modelOf(document)
  const code = codeOf({ model, sample, from: literal(partPackage(document, part)) }, part)
  const adapter = code.includes(BROKER) ? ['@tessera/runtime.broker-amqp'] : []
  return { code: await formatSource(code), packages: adapter }
}

/** How the document itself is read. */
export function contractUsage({ id }: Pick<ContractDocument, 'id'>): string {
  return `import { createRequire } from 'node:module'

const document = createRequire(import.meta.url)('${packageName(parseComponentId(partId({ id }, 'contract')))}/contract.json')
console.log(document.id) // ${id}
`
}

interface Showing {
  readonly model: Model
  readonly sample: Sample
  /** The package, as a literal. */
  readonly from: string
}

const BROKER = "'amqp://localhost'"
const SOCKET = "'tcp://127.0.0.1:4000'"

function codeOf(showing: Showing, part: Part): string {
  const { pattern } = showing.model.document
  if (part === 'types' || pattern === 'schemas') return part === 'mocks' ? factory(showing) : types(showing)
  if (part === 'mocks') return mocks(showing)
  return part === 'client' ? CLIENTS[pattern](showing) : SERVERS[pattern](showing)
}

const CLIENTS = {
  http: httpClient,
  messaging: messagingClient,
  sockets: socketClient,
  events: eventSubscriber,
} as const

const SERVERS = { http: httpServer, messaging: messagingServer, sockets: socketServer, events: eventPublisher } as const

function types({ model, from }: Showing): string {
  const [first] = model.operations
  const edge = first ?? model.exchanges[0]
  if (edge !== undefined) {
    const what = first ? 'Input' : 'Message'
    return `import type { ${model.name} } from ${from}

export type ${what} = ${model.name}[${literal(edge.key)}]['write']\n`
  }
  const type = ownTypes(model)[0]
  if (type === undefined) return `import type * as types from ${from}\n`
  return `import type { ${sided(type, 'R')} } from ${from}

export const show = (value: ${sided(type, 'R')}): string => JSON.stringify(value)\n`
}

/** A factory of the mocks. */
function factory({ model, from }: Showing): string {
  const { types: book } = model
  const type = ownTypes(model)[0] ?? [...book.slots.values()][0]
  if (type === undefined) return `import * as mocks from ${from}\n`
  const name = `mock${type.base}`
  return `import { ${name} } from ${from}

console.log(${name}({ seed: 7 })) // the same for the same seed\n`
}

function mocks(showing: Showing): string {
  const { model, from } = showing
  const { pattern } = model.document
  const name = `${model.value}Mock`
  if (pattern === 'events' || model.operations.length + model.exchanges.length === 0) return factory(showing)
  if (pattern === 'messaging') {
    return `import { ${name} } from ${from}

const mock = await ${name}({ seed: 1 })
// clients and servers under test are given mock.broker
await mock.drain()\n`
  }
  return `import { ${name} } from ${from}

const mock = ${name}({ seed: 1 })
const { url } = await mock.listen()
console.log(url) // what a client under test is given
await mock.drain()\n`
}

function httpClient({ model, sample, from }: Showing): string {
  const { name, value, operations } = model
  const [first] = operations
  if (first === undefined) {
    return `import { ${value}Webhooks, type ${name}WebhookHandlers } from ${from}

export const receive = (handlers: ${name}WebhookHandlers) => ${value}Webhooks(handlers).listen({ port: 3000 })\n`
  }
  const open = `const client = ${value}Client({ baseUrl: 'http://localhost:3000' })`
  const input = inputOf(model, first, sample)
  if (input === undefined) {
    return `import { type ${name}, ${value}Client } from ${from}

${open}

export const call = (input: ${name}[${literal(first.key)}]['write']) => client.call${member(first.key)}(input)\n`
  }
  return `import { ${value}Client } from ${from}

${open}
const reply = await client.call${member(first.key)}(${input})
console.log(reply.status)
await client.drain()\n`
}

function httpServer({ model, from }: Showing): string {
  const { name, value, operations } = model
  if (operations.length === 0) {
    return `import { ${value}WebhookClient } from ${from}

export const webhooks = ${value}WebhookClient({ baseUrl: 'http://localhost:3000' })\n`
  }
  return `import { type ${name}Handlers, ${value}Server } from ${from}

/** One function for each operation. */
export const serve = (handlers: ${name}Handlers) => ${value}Server(handlers).listen({ port: 3000 })\n`
}

function messagingClient(showing: Showing): string {
  const { model, from } = showing
  const { value } = model
  const said = says(showing)
  return `import { ${typeIn(said, model)}${value}Client } from ${from}

const client = await ${value}Client({ broker: ${BROKER} })
${said}`
}

function messagingServer({ model, from }: Showing): string {
  const { name, value } = model
  return `import { type ${name}Handlers, ${value}Server } from ${from}

/** One function for each channel that consumers send on. */
export const serve = (handlers: ${name}Handlers) => ${value}Server(handlers, { broker: ${BROKER} })\n`
}

function socketClient({ model, from }: Showing): string {
  const { name, value } = model
  return `import { type ${name}ClientHandlers, ${value}Client } from ${from}

/** One function for each item that the provider sends. */
export const connect = (handlers: ${name}ClientHandlers) => ${value}Client(handlers, { url: ${SOCKET} })\n`
}

function socketServer({ model, from }: Showing): string {
  const { name, value } = model
  return `import { type ${name}Handlers, ${value}Server } from ${from}

/** One function for each item that consumers send. */
export const serve = (handlers: ${name}Handlers) => ${value}Server(handlers).listen({ url: ${SOCKET} })\n`
}

function eventSubscriber({ model, from }: Showing): string {
  const { name, value, exchanges } = model
  const handler = `{ ${literal((exchanges[0] as Exchange).key)}: ({ data }) => console.log(data) }`
  const needsDetails = exchanges.some(({ details }) => details !== undefined)
  const [parameter, details] = needsDetails ? [`details: ${name}SubscriberOptions['details']`, 'details, '] : ['', '']
  return `import { ${needsDetails ? `type ${name}SubscriberOptions, ` : ''}${value}Subscriber } from ${from}

export const subscribe = (${parameter}) =>
  ${value}Subscriber(${handler}, { broker: ${BROKER}, ${details}service: 'my-service' })\n`
}

function eventPublisher(showing: Showing): string {
  const { model, sample, from } = showing
  const { name, value, exchanges } = model
  const { key, message } = exchanges[0] as Exchange
  const open = `const publisher = await ${value}Publisher({ broker: ${BROKER} })`
  const given = valueOf(model, message.at, sample)
  if (given === undefined) {
    return `import { type ${name}, ${value}Publisher } from ${from}

${open}

export const publish = (data: ${name}[${literal(key)}]['write']) => publisher.publish${member(key)}(data)\n`
  }
  return `import { ${value}Publisher } from ${from}

${open}
await publisher.publish${member(key)}(${given})
await publisher.drain()\n`
}

/** For the import of the type of the operations, where code names it. */
function typeIn(code: string, { name }: Model): string {
  return code.includes(`: ${name}[`) ? `type ${name}, ` : ''
}

/** The first thing a consumer sends, or hears where it sends nothing. */
function says({ model, sample }: Showing): string {
  const said = model.exchanges.find(({ sentBy }) => sentBy === 'consumer')
  if (said === undefined) {
    const heard = literal((model.exchanges[0] as Exchange).key)
    return `await client.subscribe({ ${heard}: (message) => console.log(message) }, { service: 'my-service' })\n`
  }
  const verb = `client.${said.reply === undefined ? 'send' : 'request'}${member(said.key)}`
  const given = said.message.headers === undefined ? valueOf(model, said.message.at, sample) : undefined
  if (given === undefined) {
    return `\nexport const say = (message: ${model.name}[${literal(said.key)}]['write']) => ${verb}(message)\n`
  }
  const call = said.reply === undefined ? `await ${verb}(${given})` : `console.log(await ${verb}(${given}))`
  return `${call}\nawait client.drain()\n`
}

/** The input of an operation as code; undefined where a part of it cannot be written down as JSON. */
function inputOf(model: Model, { request }: Operation, sample: Sample): string | undefined {
  const members: string[] = []
  for (const part of REQUEST_PARTS) {
    const at = request[part]
    if (at === undefined || mayBeLeftOut(model, at)) continue
    const value = valueOf(model, at, sample)
    if (value === undefined) return undefined
    members.push(`${part}: ${value}`)
  }
  return members.length === 0 ? '' : `{ ${members.join(', ')} }`
}

function mayBeLeftOut(model: Model, at: string): boolean {
  const { optional, schema } = slotOf(model, at)
  if (optional === true) return true
  if (!isRecord(schema) || schema['type'] !== 'object') return false
  const { required } = schema
  return !at.endsWith('/body') && (!Array.isArray(required) || required.length === 0)
}

/** A value of a slot as code. What generated code converts or reads as a form has other types than its JSON has. */
function valueOf(model: Model, at: string, sample: Sample): string | undefined {
  const slot = slotOf(model, at)
  const isJson = slot.mediaType === undefined || /^application\/(?:[\w.-]+\+)?json$/.test(slot.mediaType)
  if (!isJson || isConverted(slot.schema, model, new Set())) return undefined
  const value = sample(slot)
  return value === undefined ? undefined : literal(value)
}

function isConverted(value: unknown, model: Model, seen: Set<string>): boolean {
  if (Array.isArray(value)) return value.some((item) => isConverted(item, model, seen))
  if (!isRecord(value)) return false
  if ('x-codec' in value || 'x-file' in value) return true
  const name = refName(value as JsonSchema)
  if (name !== undefined && !seen.has(name)) {
    seen.add(name)
    if (isConverted(model.defs[name], model, seen)) return true
  }
  return Object.values(value).some((item) => isConverted(item, model, seen))
}

/** Types that the contract declares by name. */
function ownTypes(model: Model): readonly NamedType[] {
  return [...model.types.defs.values()].filter((type) => type.origin === undefined)
}

function member(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${literal(key)}]`
}
