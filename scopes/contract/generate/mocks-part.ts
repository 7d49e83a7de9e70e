import { checksFile } from './checks-file.ts'
import { definitionFile } from './definition-file.ts'
import { eventMocks } from './event-mocks.ts'
import { httpMocks } from './http-mocks.ts'
import { messagingMocks } from './messaging-mocks.ts'
import type { MockBlocks, Mocking } from './mock-blocks.ts'
import { mockCodecs } from './mock-codecs.ts'
import { mockSchemasFile, payloadSchemaName } from './mock-schemas.ts'
import { type Model, partPackage } from './model.ts'
import { literal, nameBook } from './names.ts'
import { moduleSource, typesExport } from './part-source.ts'
import type { Speaker } from './slot-checks.ts'
import { socketMocks } from './socket-mocks.ts'
import { type NamedType, sided } from './type-book.ts'

/** Factories for named schemas and messages, and the other side of the contract: a provider, a peer or a feed. */
export function mocksPart(model: Model): Record<string, string> {
  const codecs = mockCodecs(model)
  const text = index({ model, codecs })
  const converting = codecs.file()
  const files = {
    'index.ts': text,
    'schemas.ts': mockSchemasFile(model),
    ...(converting ? { 'codecs.ts': converting.source } : {}),
  }
  if (!isServed(model)) return files
  const speaker = speakerOf(model)
  const checks = checksFile(model, 'provider', speaker)
  return { ...files, 'definition.ts': definitionFile(model, speaker), 'checks.ts': checks }
}

/** On a broker a mock also records what its own side of the contract sends. */
function speakerOf({ document }: Model): Speaker {
  return document.pattern === 'messaging' || document.pattern === 'events' ? 'both' : 'provider'
}

function index(mocking: Mocking): string {
  const { model, codecs } = mocking
  const blocks = blocksOf(mocking)
  const names = nameBook([...blocks.taken, 'mock'])
  const defs = [...model.types.defs].filter(([, type]) => type.origin === undefined)
  const payloads = model.exchanges.length === 0 ? [] : [...new Set(model.types.slots.values())]
  const factories = [
    ...defs.map(([name, type]) => {
      const $ref = `#/$defs/${name}`
      const codec = codecs.ofType(type.base, { $ref })
      return factory(names.take(`mock${type.base}`), type, { schema: literal({ $ref }), codec })
    }),
    ...payloads.map((type) => {
      const codec = codecs.ofType(type.base, type.schema)
      return factory(names.take(`mock${type.base}`), type, { schema: payloadSchemaName(type), codec })
    }),
  ]
  if (factories.length + blocks.code.length === 0) return 'export {}\n'
  const types = [...defs.map(([, type]) => type), ...payloads].map((type) => sided(type, 'R'))
  const schemas = ['defs', ...payloads.map(payloadSchemaName), ...blocks.schemas]
  const converting = codecs.file()
  const imports = [
    "import { mock, type MockOptions } from '@tessera/contract.mock'",
    ...blocks.imports,
    `import type { ${[...new Set([...types, ...blocks.types])].join(', ')} } from '${partPackage(model.document, 'types')}'`,
    ...(converting ? [`import { ${converting.names.join(', ')} } from './codecs.ts'`] : []),
    ...(isServed(model) ? ["import { definition } from './definition.ts'"] : []),
    `import { ${schemas.join(', ')} } from './schemas.ts'`,
  ]
  return moduleSource(imports, [typesExport(model), ...factories, ...blocks.code])
}

/** Whether the mocks have something to answer, or to feed: webhooks alone are only called. */
function isServed({ operations, exchanges }: Model): boolean {
  return operations.length + exchanges.length > 0
}

function hasEdges({ operations, webhooks, exchanges }: Model): boolean {
  return operations.length + webhooks.length + exchanges.length > 0
}

function blocksOf(mocking: Mocking): MockBlocks {
  const { model } = mocking
  if (!hasEdges(model)) return NO_BLOCKS
  switch (model.document.pattern) {
    case 'http':
      return httpMocks(mocking)
    case 'messaging':
      return messagingMocks(mocking)
    case 'sockets':
      return socketMocks(mocking)
    case 'events':
      return eventMocks(mocking)
    case 'schemas':
      return NO_BLOCKS
  }
}

const NO_BLOCKS: MockBlocks = { imports: [], types: [], schemas: [], taken: [], code: [] }

interface Source {
  /** As code. */
  readonly schema: string
  readonly codec: string | undefined
}

function factory(name: string, type: NamedType, { schema, codec }: Source): string {
  const read = sided(type, 'R')
  const how = `{ defs, ...options }${codec === undefined ? '' : `, ${codec}`}`
  return `/** A valid ${type.base}, the same for the same seed; \`override\` is laid over it. */
export function ${name}(options: MockOptions<${read}> = {}): ${read} {
  return mock<${read}>(${schema}, ${how})
}
`
}
