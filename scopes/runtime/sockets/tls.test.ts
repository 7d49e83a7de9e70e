import { expect, test } from 'vitest'
import { certificate, privateKey } from './certificate.fixture.ts'
import { startClient, startServer } from './rig.ts'

test.each(['tls://127.0.0.1:0', 'wss://127.0.0.1:0/courier'])(
  '%s is encrypted, and the server is who it says',
  async (url) => {
    const server = startServer()
    const address = await server.listen({ url, tls: { cert: certificate, key: privateKey } })
    const client = await startClient(address.url, {}, { tls: { ca: certificate } })
    expect(await client.request.route({ to: 'x' })).toEqual({ steps: ['go', 'x'] })
    await client.drain()
    await expect(startClient(address.url, {}, { reconnect: false })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      reason: expect.stringContaining('self-signed certificate'),
    })
    await server.drain()
  },
)

test('a server may want a certificate of its clients, too', async () => {
  const server = startServer()
  const tls = { cert: certificate, key: privateKey, ca: certificate }
  const { url } = await server.listen({ url: 'tls://127.0.0.1:0', tls: { ...tls, requestCert: true } })
  const client = await startClient(url, {}, { tls })
  expect(await client.request.route({ to: 'x' })).toEqual({ steps: ['go', 'x'] })
  await client.drain()
  await expect(startClient(url, {}, { tls: { ca: certificate }, reconnect: false })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
  await server.drain()
})
