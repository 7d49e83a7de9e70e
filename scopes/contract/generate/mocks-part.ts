import { checksFile } from './checks-file.ts'
import { definitionFile } from './definition-file.ts'
import { eventMocks } from './event-mocks.ts'
import { httpMocks } from './http-mocks.ts'
import { messagingMocks } from './messaging-mocks.ts'
import type { MockBlocks } from './mock-blocks.ts'
import { mockSchemasFile, payloadSchemaName } from './mock-schemas.ts'
import { type Model, partPackage } from './model.ts'
import { literal, nameBook } from './names.ts'
import { moduleSource, typesExport } from './part-source.ts'
import { socketMocks } from './socket-mocks.ts'
import { type NamedType, sided } from './type-book.ts'

/** Factories for named schemas and messages, and the other side of the contract: a provider, a peer or a feed. */
export function mocksPart(model: Model): Record<string, string> {
  const schemas = { 'schemas.ts': mockSchemasFile(model) }
  if (!isServed(model)) return { 'index.ts': index(model), ...schemas }
  const definition = { 'definition.ts': definitionFile(model), 'checks.ts': checksFile(model, 'provider') }
  return { 'index.ts': index(model), ...schemas, ...definition }
}

function index(model: Model): string {
  const blocks = blocksOf(model)
  const names = nameBook([...blocks.taken, 'mock'])
  const defs = [...model.types.defs].filter(([, type]) => type.origin === undefined)
  const payloads = model.exchanges.length === 0 ? [] : [...new Set(model.types.slots.values())]
  const factories = [
    ...defs.map(([name, type]) => factory(names.take(`mock${type.base}`), type, literal({ $ref: `#/$defs/${name}` }))),
    ...payloads.map((type) => factory(names.take(`mock${type.base}`), type, payloadSchemaName(type))),
  ]
  if (factories.length + blocks.code.length === 0) return 'export {}\n'
  const types = [...defs.map(([, type]) => type), ...payloads].map((type) => sided(type, 'R'))
  const schemas = ['defs', ...payloads.map(payloadSchemaName), ...blocks.schemas]
  const imports = [
    "import { mock, type MockOptions } from '@tessera/contract.mock'",
    ...blocks.imports,
    `import type { ${[...new Set([...types, ...blocks.types])].join(', ')} } from '${partPackage(model.document, 'types')}'`,
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

function blocksOf(model: Model): MockBlocks {
  if (!hasEdges(model)) return NO_BLOCKS
  switch (model.document.pattern) {
    case 'http':
      return httpMocks(model)
    case 'messaging':
      return messagingMocks(model)
    case 'sockets':
      return socketMocks(model)
    case 'events':
      return eventMocks(model)
    case 'schemas':
      return NO_BLOCKS
  }
}

const NO_BLOCKS: MockBlocks = { imports: [], types: [], schemas: [], taken: [], code: [] }

function factory(name: string, type: NamedType, schema: string): string {
  const read = sided(type, 'R')
  return `/** A valid ${type.base}, the same for the same seed; \`override\` is laid over it. */
export function ${name}(options: MockOptions<${read}> = {}): ${read} {
  return mock<${read}>(${schema}, { defs, ...options })
}
`
}
