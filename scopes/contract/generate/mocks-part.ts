import { checksFile } from './checks-file.ts'
import { definitionFile } from './definition-file.ts'
import { mockSchemasFile, requestSchemaName, responsesSchemaName } from './mock-schemas.ts'
import { type Model, type Operation, partPackage } from './model.ts'
import { docComment, literal, nameBook } from './names.ts'
import { type NamedType, sided } from './type-book.ts'

/** Factories for named schemas and messages; where the contract has operations, a provider that answers them. */
export function mocksPart(model: Model): Record<string, string> {
  const schemas = { 'schemas.ts': mockSchemasFile(model) }
  if (model.operations.length === 0) return { 'index.ts': index(model), ...schemas }
  const definition = { 'definition.ts': definitionFile(model), 'checks.ts': checksFile(model, 'provider') }
  return { 'index.ts': index(model), ...schemas, ...definition }
}

function index(model: Model): string {
  const messages = model.operations.flatMap(({ name }) => [`mock${name}Request`, `mock${name}Response`])
  const names = nameBook([...messages, 'mockHttp'])
  const named = [...model.types.defs].filter(([, type]) => type.origin === undefined)
  const factories = [
    ...named.map(([name, type]) => namedFactory(names.take(`mock${type.base}`), name, type)),
    ...model.operations.map((operation) => messageFactories(model, operation)),
  ]
  if (factories.length === 0) return 'export {}\n'
  return [
    imports(
      model,
      named.map(([, type]) => sided(type, 'R')),
    ),
    ...factories,
    providerOf(model),
  ].join('\n')
}

function imports(model: Model, named: readonly string[]): string {
  const { name, operations, document } = model
  const types = partPackage(document, 'types')
  const serves = operations.length > 0
  const schemas = [
    'defs',
    ...operations.flatMap((operation) => [requestSchemaName(operation), responsesSchemaName(operation)]),
  ]
  const typeNames = [...named, ...(serves ? [name] : [])]
  return `import { mock, type MockOptions } from '@tessera/contract.mock'
${serves ? "import type { Handlers } from '@tessera/runtime.core'\nimport { mockHttp, type MockProvider } from '@tessera/runtime.http/mock'\n" : ''}import type { ${typeNames.join(', ')} } from '${types}'
${serves ? "import { definition } from './definition.ts'\n" : ''}import { ${schemas.join(', ')} } from './schemas.ts'

export type * from '${types}'
`
}

function namedFactory(factory: string, name: string, named: NamedType): string {
  const type = sided(named, 'R')
  const reference = literal({ $ref: `#/$defs/${name}` })
  return `/** A valid ${named.base}, the same for the same seed; \`override\` is laid over it. */
export function ${factory}(options: MockOptions<${type}> = {}): ${type} {
  return mock<${type}>(${reference}, { defs, ...options })
}
`
}

function messageFactories(model: Model, operation: Operation): string {
  const { key, name } = operation
  const request = `${model.name}[${literal(key)}]['read']`
  const reply = `${name}Reply`
  const [replyType, deprecated] = [`${model.name}[${literal(key)}]['reply']['read']`, deprecation(operation)]
  return `${docComment([`A valid request of ${key}; \`override\` is laid over it.`, deprecated])}export function mock${name}Request(options: MockOptions<${request}> = {}): ${request} {
  return mock<${request}>(${requestSchemaName(operation)}, { defs, ...options })
}

type ${reply} = ${replyType}

${docComment([`A valid reply to ${key} with this status; \`override\` is laid over it.`, deprecated])}export function mock${name}Response<S extends ${reply}['status']>(
  status: S,
  options: MockOptions<Extract<${reply}, { readonly status: S }>> = {},
): Extract<${reply}, { readonly status: S }> {
  return mock<Extract<${reply}, { readonly status: S }>>(${responsesSchemaName(operation)}[status], { defs, ...options })
}
`
}

function deprecation({ deprecated }: Operation): string | undefined {
  return deprecated === undefined ? undefined : `@deprecated ${deprecated}`
}

function providerOf({ operations, name, value, document }: Model): string {
  if (operations.length === 0) return ''
  const answers = operations.map(
    (operation) =>
      `${literal(operation.key)}: (seed) => mock${operation.name}Response(${usualStatus(operation)}, { seed }),\n`,
  )
  const overrides = operations.map(({ key }) => {
    const handler = `handlers[${literal(key)}]`
    return `if (${handler}) provider.on(${literal(key)}, ${handler})\n`
  })
  return `export interface ${name}MockOptions {
  /** Equal seeds give equal answers; 1 where nothing is said. */
  readonly seed?: number
  /** Answer in place of the mock values, until \`reset\`. */
  readonly handlers?: Partial<Handlers<${name}>>
}

/** A provider of ${document.id} for tests, on a real socket: answers every operation with valid values. */
export function ${value}Mock(options: ${name}MockOptions = {}): MockProvider<${name}> {
  const { seed = 1, handlers = {} } = options
  const provider = mockHttp<${name}>(definition, (operation, _input, turn) => answers[operation](turn), { seed })
  ${overrides.join('')}return provider
}

const answers: { readonly [K in keyof ${name}]: (seed: number) => ${name}[K]['reply']['write'] } = {
  ${answers.join('')}
}
`
}

/** The first success, else the first there is. */
function usualStatus({ responses }: Operation): string {
  const statuses = Object.keys(responses)
  return statuses.find((status) => status.startsWith('2')) ?? statuses[0] ?? '200'
}
