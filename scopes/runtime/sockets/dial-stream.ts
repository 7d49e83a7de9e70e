import { once } from 'node:events'
import { connect as connectNet, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { StreamAddress } from './address.ts'
import type { DialOptions } from './dial.ts'
import { netTransport } from './net-transport.ts'
import type { TlsOptions } from './options.ts'
import type { Transport } from './transport.ts'

/** Over TCP, TLS or a unix socket. */
export async function dialStream(
  address: StreamAddress,
  tls: TlsOptions | undefined,
  { maxFrameBytes, signal }: DialOptions,
): Promise<Transport> {
  const socket = connect(address, tls)
  try {
    await once(socket, address.kind === 'tls' ? 'secureConnect' : 'connect', { signal })
  } catch (error) {
    socket.destroy()
    throw error
  }
  return netTransport(socket, maxFrameBytes)
}

function connect(address: StreamAddress, tls: TlsOptions | undefined): Socket {
  if (address.kind === 'unix') return connectNet(address.path)
  const { host, port } = address
  return address.kind === 'tls' ? connectTls({ ...tls, host, port }) : connectNet(port, host)
}
