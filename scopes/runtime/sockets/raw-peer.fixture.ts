import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { createFrameSplitter } from './frame-splitter.ts'
import { type Frame, parseFrame } from './frames.ts'

/** One end of a connection that speaks frames by hand, and does nothing by itself. */
export interface RawPeer {
  readonly socket: Socket
  readonly frames: Frame[]
  /** Called with each frame as it comes. */
  onFrame: (frame: Frame, bytes: number) => void
  send(frame: Frame): void
  end(): void
}

const INTRODUCTION = {
  contract: 'acme.dispatch/courier-link',
  line: 1,
  hash: 'raw',
  maxFrameBytes: 1024 * 1024,
  heartbeatMs: 60_000,
}

export function rawPeer(socket: Socket): RawPeer {
  const peer: RawPeer = {
    socket,
    frames: [],
    onFrame: () => {},
    send(frame) {
      const text = Buffer.from(JSON.stringify(frame))
      const length = Buffer.alloc(4)
      length.writeUInt32BE(text.length)
      socket.write(Buffer.concat([length, text]))
    },
    end: () => socket.destroy(),
  }
  const split = createFrameSplitter(
    () => 16 * 1024 * 1024,
    (text, bytes) => {
      const frame = parseFrame(text)
      peer.frames.push(frame)
      peer.onFrame(frame, bytes)
    },
  )
  socket.on('data', split)
  socket.on('error', () => {})
  return peer
}

/** A client that is welcomed. */
export async function rawClient(url: string, windowBytes = 64 * 1024): Promise<RawPeer> {
  const peer = rawPeer(connect(Number(new URL(url).port), '127.0.0.1'))
  peer.send({ type: 'hello', protocol: 1, ...INTRODUCTION, windowBytes })
  await once(peer.socket, 'data')
  return peer
}

/** A server that welcomes one client and reads no more until it is told to. */
export async function rawServer(
  windowBytes: number,
): Promise<{ url: string; client: Promise<RawPeer>; close(): void }> {
  const server = createServer()
  const client = once(server, 'connection').then(async ([socket]) => {
    const peer = rawPeer(socket as Socket)
    await once(peer.socket, 'data')
    peer.socket.pause()
    peer.send({ type: 'welcome', ...INTRODUCTION, windowBytes, session: 's', resumed: false, received: 0 })
    return peer
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  return { url: `tcp://127.0.0.1:${port}`, client, close: () => server.close() }
}
