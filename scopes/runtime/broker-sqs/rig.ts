import { startFauxqs } from 'fauxqs'

/** An emulator of SQS and SNS in this process; all is gone when it ends. */
export async function startEmulator(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = await startFauxqs({ port: 0, logger: false })
  const query = new URLSearchParams({ endpoint: `http://127.0.0.1:${server.port}`, wait: '1' })
  return {
    url: `sqs://key:secret@us-east-1?${query.toString()}`,
    [Symbol.asyncDispose]: async () => void (await server.stop()),
  }
}
