import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { connectHttp } from './client.ts'
import { definitionFor, obvious, type Orders, startPair } from './rig.ts'
import { serveHttp } from './server.ts'

const ID = { params: { id: 'a' } }

test('the OpenAPI document and a mock of every operation are served where it is asked for', async () => {
  const document = { openapi: '3.1.0' }
  const pair = await startPair(
    {},
    {
      server: {
        openApi: { document: async () => document },
        mock: { answers: { getOrder: () => ({ status: 200, body: { id: 'mocked', total: 2 } }) } },
      },
    },
  )
  expect(await (await fetch(`${pair.url}/openapi.json`)).json()).toEqual(document)
  const mocked = connectHttp<Orders>(definitionFor('writer'), { baseUrl: `${pair.url}/mock` })
  expect(await mocked.call.getOrder(ID)).toMatchObject({ body: { id: 'mocked' } })
  await expect(mocked.call.listOrders()).rejects.toMatchObject({ status: 501 })
  expect(await pair.client.call.getOrder(ID)).toMatchObject({ body: { id: 'a' } })
  await mocked.drain()
  await pair[Symbol.asyncDispose]()
})

test('nothing of it is there where it is not', async () => {
  const pair = await startPair()
  expect((await fetch(`${pair.url}/openapi.json`)).status).toBe(404)
  expect((await fetch(`${pair.url}/mock/orders`)).status).toBe(404)
  await pair[Symbol.asyncDispose]()
})

test('the operations are a listener of any node:http server', async () => {
  const server = serveHttp<Orders>(definitionFor('reader'), obvious)
  const host = createServer(server.handler)
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const client = connectHttp<Orders>(definitionFor('writer'), {
    baseUrl: `http://127.0.0.1:${(host.address() as AddressInfo).port}`,
  })
  expect(await client.call.createOrder({ body: { total: 3 } })).toMatchObject({ status: 201, body: { total: 3 } })
  await client.drain()
  await server.drain()
  await new Promise((resolve) => host.close(resolve))
})
