import type { MockBlocks, Mocking } from './mock-blocks.ts'
import { requestSchemaName, responsesSchemaName } from './mock-schemas.ts'
import type { Model, Operation } from './model.ts'
import { deprecation, docComment, literal } from './names.ts'
import { entriesCode } from './object-code.ts'

/** Factories for requests and replies, and a provider that answers every operation. */
export function httpMocks(mocking: Mocking): MockBlocks {
  const { model } = mocking
  const { name, value, operations, webhooks } = model
  const all = [...operations, ...webhooks]
  // Who only calls others has nothing that could be called.
  const isCalled = operations.length > 0
  return {
    imports: isCalled
      ? [
          "import type { Handlers } from '@tessera/runtime.core'",
          "import { mockHttp, type MockProvider } from '@tessera/runtime.http/mock'",
        ]
      : [],
    types: [...(isCalled ? [name] : []), ...(webhooks.length === 0 ? [] : [`${name}Webhooks`])],
    schemas: all.flatMap((operation) => [requestSchemaName(operation), responsesSchemaName(operation)]),
    taken: [
      'mockHttp',
      `${value}Mock`,
      ...all.flatMap((operation) => [`mock${operation.name}Request`, `mock${operation.name}Response`]),
    ],
    code: [
      ...operations.map((operation) => messageFactories(name, operation, mocking)),
      ...webhooks.map((operation) => messageFactories(`${name}Webhooks`, operation, mocking)),
      ...(isCalled ? [providerOf(model)] : []),
    ],
  }
}

function messageFactories(map: string, operation: Operation, { codecs }: Mocking): string {
  const { key, name } = operation
  const request = `${map}[${literal(key)}]['read']`
  const reply = `${name}Reply`
  const replyType = `${map}[${literal(key)}]['reply']['read']`
  const [ofRequest, ofReply] = [codecs.ofRequest(operation), codecs.ofReply(operation)]
  const deprecated = deprecation(operation.deprecated, operation.sunset)
  return `${docComment([`A valid request of ${key}; \`override\` is laid over it.`, deprecated])}export function mock${name}Request(options: MockOptions<${request}> = {}): ${request} {
  return mock<${request}>(${requestSchemaName(operation)}, { defs, ...options }${ofRequest === undefined ? '' : `, ${ofRequest}`})
}

type ${reply} = ${replyType}

${docComment([`A valid reply to ${key} with this status; \`override\` is laid over it.`, deprecated])}export function mock${name}Response<S extends ${reply}['status']>(
  status: S,
  options: MockOptions<Extract<${reply}, { readonly status: S }>> = {},
): Extract<${reply}, { readonly status: S }> {
  return mock<Extract<${reply}, { readonly status: S }>>(${responsesSchemaName(operation)}[status], { defs, ...options }${ofReply === undefined ? '' : `, ${ofReply}`})
}
`
}

function providerOf({ operations, name, value, document }: Model): string {
  const replies = operations.map(
    (operation) =>
      [operation.key, `(seed) => mock${operation.name}Response(${usualStatus(operation)}, { seed })`] as const,
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
  const provider = mockHttp<${name}>(definition, (operation, _input, turn) => ${value}Replies[operation](turn), { seed })
  ${overrides.join('')}return provider
}

/** The usual reply to each operation; equal seeds, equal replies. */
export const ${value}Replies: {
  readonly [K in keyof ${name}]: (seed: number) => ${name}[K]['reply']['read']
} = ${entriesCode(replies)}
`
}

/** The first success, else the first there is. */
function usualStatus({ responses }: Operation): number {
  const statuses = Object.keys(responses)
  return Number(statuses.find((status) => status.startsWith('2')) ?? statuses[0] ?? 200)
}
