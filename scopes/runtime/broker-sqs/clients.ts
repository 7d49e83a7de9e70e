import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { Unavailable } from '@tessera/runtime.core'

export interface Clients {
  readonly sqs: SQSClient
  readonly sns: SNSClient
  /** Without credentials, for errors. */
  readonly url: string
  /** Seconds for which a request for messages waits. */
  readonly waitSeconds: number
  /** Runs what asks AWS; rejects with Unavailable. The clients themselves try again where that helps. */
  ask<R>(work: () => Promise<R>): Promise<R>
  close(): void
}

/** `sqs://<region>`, `sqs://<key>:<secret>@<region>?endpoint=<url>&wait=<seconds>`. */
export function createClients(url: string): Clients {
  const { hostname: region, username, password, searchParams } = new URL(url)
  const endpoint = searchParams.get('endpoint')
  const shown = `sqs://${region}${endpoint === null ? '' : `?endpoint=${endpoint}`}`
  const sockets = { maxSockets: 1000, keepAlive: true }
  const waitSeconds = Number(searchParams.get('wait') ?? 20)
  const options = {
    region,
    ...(endpoint === null ? {} : { endpoint }),
    // Where the URL has none, those that AWS finds in the usual places.
    ...(username === ''
      ? {}
      : {
          credentials: {
            accessKeyId: decodeURIComponent(username),
            secretAccessKey: decodeURIComponent(password),
          },
        }),
    maxAttempts: 6,
    requestHandler: {
      ...{ httpAgent: sockets, httpsAgent: sockets, connectionTimeout: 5000 },
      // Longer than any request waits: a connection that has gone dead is given up, and the request made again.
      ...{ requestTimeout: (waitSeconds + 10) * 1000, throwOnRequestTimeout: true },
    },
  }
  const [sqs, sns] = [new SQSClient(options), new SNSClient(options)]
  let closed = false
  return {
    ...{ sqs, sns, url: shown, waitSeconds },
    async ask(work) {
      if (closed) throw new Unavailable(shown, 'this broker was closed')
      try {
        return await work()
      } catch (error) {
        throw new Unavailable(shown, error instanceof Error ? `${error.name}: ${error.message}` : String(error), error)
      }
    },
    close() {
      closed = true
      sqs.destroy()
      sns.destroy()
    },
  }
}

/** Whether AWS says that what was asked for is not there. */
export function isMissing(error: unknown): boolean {
  const { name = '', cause } = error as { readonly name?: string; readonly cause?: unknown }
  return MISSING.has(name) || (cause !== undefined && isMissing(cause))
}

const MISSING: ReadonlySet<string> = new Set([
  ...['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'NotFound', 'NotFoundException'],
])

/** Whether AWS says that a delivery is over: its time was, and somebody else has the message by now, or it is gone. */
export function isOver(code = ''): boolean {
  return OVER.has(code.split('.').at(-1) ?? '')
}

const OVER: ReadonlySet<string> = new Set(['ReceiptHandleIsInvalid', 'MessageNotInflight', 'InvalidParameterValue'])
