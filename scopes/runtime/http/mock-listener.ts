import type { Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Provider } from './provider.ts'
import type { Disturbances, MockFailure } from './disturbance.ts'
import { JSON_TYPE } from './json-body.ts'
import { listenOn, nodeHandler, sendReply } from './node-handler.ts'
import { onHangUp } from './node-request.ts'
import { plainProblem } from './problem.ts'
import type { OperationReader } from './read-request.ts'
import { problemReply } from './write-reply.ts'

export interface MockListener {
  readonly url: string
  readonly port: number
  /** Cuts what has not been answered. */
  close(): Promise<void>
}

interface ListenerOptions {
  readonly port?: number
  readonly host?: string
  readonly disturbances: Disturbances
  /** Whether an operation has an answer. */
  readonly has: (operation: string) => boolean
}

/** A provider with what may go wrong before it. */
export async function listenForMock(provider: Provider, options: ListenerOptions): Promise<MockListener> {
  const handler = nodeHandler(provider, {
    async before(reader, response) {
      if (await disturb(response, reader, options.disturbances)) return true
      if (options.has(reader.name)) return false
      sendReply(response, problemReply(plainProblem(501, `the mock has no answer for ${reader.name}`)))
      return true
    },
  })
  const { url, port, server } = await listenOn(handler, options)
  return { url, port, close: () => close(server) }
}

/** Whether the disturbance was all the answer there is. */
async function disturb(
  response: ServerResponse,
  reader: OperationReader,
  disturbances: Disturbances,
): Promise<boolean> {
  const { delayMs, failure } = disturbances.take(reader.name) ?? {}
  if (delayMs !== undefined) await delay(response, delayMs)
  if (failure !== undefined) fail(response, reader, failure)
  return failure !== undefined
}

/** Rejects when the caller hangs up. */
function delay(response: ServerResponse, ms: number): Promise<void> {
  const controller = new AbortController()
  onHangUp(response, () => controller.abort())
  return sleep(ms, undefined, { signal: controller.signal })
}

function fail(response: ServerResponse, { operation }: OperationReader, failure: MockFailure): void {
  if (failure === 'reset') response.socket?.resetAndDestroy()
  else if (failure === 'malformed') {
    const [status = '200'] = Object.entries(operation.responses).find(([, { body }]) => body !== undefined) ?? []
    sendReply(response, { status: Number(status), headers: { 'content-type': JSON_TYPE }, body: '{"cut' })
  } else if (failure !== 'silence') sendReply(response, problemReply(plainProblem(failure.status)))
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    // The answers to what was aborted just now go out first.
    setImmediate(() => server.closeAllConnections())
  })
}
