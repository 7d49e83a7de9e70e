import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createGate, type HttpDefinition } from '@tessera/runtime.core'
import type { Provider } from './provider.ts'
import { createAnswers, type MockResponders } from './mock-answers.ts'
import { nodeHandler, sendReply } from './node-handler.ts'
import { plainProblem } from './problem.ts'
import { problemReply } from './write-reply.ts'

/** What a server answers besides its operations, where it is asked to. */
export interface SideRoutes {
  /** The OpenAPI document of the contract, as JSON: `tessera contract export <contract> --format openapi` writes it. */
  readonly openApi?: { readonly document: object | (() => object | Promise<object>); readonly path?: string }
  /** Every operation once more below a path, answered by its mock: for those who build against it. */
  readonly mock?: { readonly answers: MockResponders<AnyOperations>; readonly path?: string; readonly seed?: number }
}

/** Whatever the operations of the contract are. */
type AnyOperations = Record<string, { read: never; reply: { write: unknown } }>

type Aside = (request: IncomingMessage, response: ServerResponse) => boolean

/** Whether a request went to one of them, and is answered. */
export function sideRoutes(definition: HttpDefinition, { openApi, mock }: SideRoutes): Aside | undefined {
  if (openApi === undefined && mock === undefined) return undefined
  const documentPath = openApi?.path ?? '/openapi.json'
  const mockPath = (mock?.path ?? '/mock').replace(/\/$/, '')
  const mocked = mock && mockListener(definition, mock)
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? ''
    if (openApi !== undefined && request.method === 'GET' && path === documentPath) {
      sendDocument(response, openApi.document)
      return true
    }
    if (mocked === undefined || !path.startsWith(`${mockPath}/`)) return false
    request.url = (request.url ?? '/').slice(mockPath.length)
    mocked(request, response)
    return true
  }
}

function sendDocument(response: ServerResponse, document: object | (() => object | Promise<object>)): void {
  Promise.resolve(typeof document === 'function' ? (document as () => object | Promise<object>)() : document).then(
    (json) =>
      sendReply(response, {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(json),
      }),
    () => sendReply(response, problemReply(plainProblem(500))),
  )
}

function mockListener(definition: HttpDefinition, mock: NonNullable<SideRoutes['mock']>): RequestListener {
  const answers = createAnswers(mock.answers, mock.seed ?? 1, definition)
  const provider: Provider = {
    definition,
    handle: (operation, input, context) => answers.handler(operation)?.(input, context),
    onError: () => {},
    maxBodyBytes: 16 * 1024 * 1024,
    gate: createGate(),
    deadlines: new Set(),
    explain: true,
  }
  return nodeHandler(provider, {
    before(reader, response) {
      if (answers.handler(reader.name) !== undefined) return false
      sendReply(response, problemReply(plainProblem(501, `the mock has no answer for ${reader.name}`)))
      return true
    },
  })
}
