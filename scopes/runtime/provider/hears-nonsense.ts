import { once } from 'node:events'
import { connect as connectStream, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type CheckFinding, error } from './report.ts'

/** Says what is no frame, and waits to be shown out. Nothing over WebSocket, which has frames of its own. */
export async function hearsNonsense(url: URL, waitMs: number): Promise<readonly CheckFinding[] | undefined> {
  const socket = open(url)
  if (socket === undefined) return undefined
  const signal = AbortSignal.timeout(waitMs)
  socket.on('error', () => {})
  try {
    socket.resume()
    socket.write(NONSENSE)
    await once(socket, 'close', { signal })
    return []
  } catch {
    return [error('accepted-invalid', `still listened after ${waitMs} ms of nonsense`)]
  } finally {
    socket.destroy()
  }
}

/** A length, and not as many bytes of JSON. */
const NONSENSE = Buffer.concat([Buffer.from([0, 0, 0, 9]), Buffer.from('{"type":]')])

function open({ protocol, hostname, port, pathname }: URL): Socket | undefined {
  switch (protocol) {
    case 'tcp:':
      return connectStream({ host: hostname, port: Number(port) })
    case 'tls:':
      return connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false })
    case 'unix:':
      return connectStream(pathname)
    default:
      return undefined
  }
}
