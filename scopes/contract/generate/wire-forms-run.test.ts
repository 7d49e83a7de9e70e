import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { httpContract, payload, toDocument } from '@tessera/contract.define'
import type { ByteStream, Caller, Handlers, Peer } from '@tessera/runtime.core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { generateParts } from './index.ts'
import { createRig, type Rig } from './rig.fixture.ts'

type Any = Record<string, { write: unknown; read: unknown; reply: { write: unknown; read: unknown } }>
interface Listening extends Peer {
  listen(): Promise<{ url: string }>
}
type Connect = (options: { baseUrl: string }) => Peer & { call: Caller<Any> }
type Serve = (handlers: Partial<Handlers<Any>>, options?: object) => Listening

const file = z.file()
const filter = z.object({ color: z.string().optional(), least: z.int().optional(), sold: z.boolean().optional() })
const contract = httpContract({
  id: 'acme.shop/files-api',
  operations: {
    find: {
      method: 'GET',
      path: '/{shelf}/rows{row}/cells{cell}',
      params: { shelf: z.string(), row: z.array(z.int()), cell: filter },
      query: {
        filter,
        page: filter.pick({ least: true }),
        tags: z.array(z.string()),
        ids: z.array(z.int()).optional(),
      },
      headers: { 'x-range': filter.optional() },
      styles: {
        'params/shelf': { style: 'label' },
        'params/row': { style: 'matrix', explode: true },
        'params/cell': { style: 'label', explode: true },
        'query/filter': { style: 'deepObject' },
        'query/page': { style: 'form' },
        'query/tags': { style: 'pipeDelimited' },
        'query/ids': { style: 'spaceDelimited' },
        'headers/x-range': { style: 'simple', explode: true },
      },
      responses: { 204: null },
    },
    upload: {
      method: 'POST',
      path: '/uploads',
      body: payload(
        z.object({
          title: z.string(),
          pages: z.int().optional(),
          scan: file,
          extras: z.array(file).optional(),
          labels: z.array(z.string()).optional(),
          about: z.object({ by: z.string(), year: z.int() }).optional(),
        }),
        { mediaType: 'multipart/form-data', maxBytes: 100_000 },
      ),
      responses: { 204: null },
    },
    subscribe: {
      method: 'POST',
      path: '/subscriptions',
      body: payload(z.object({ email: z.email(), weeks: z.int(), topics: z.array(z.string()), html: z.boolean() }), {
        mediaType: 'application/x-www-form-urlencoded',
      }),
      responses: { 204: null },
    },
    put: {
      method: 'PUT',
      path: '/blobs/{id}',
      params: { id: z.string() },
      body: payload(file, { mediaType: 'application/octet-stream', maxBytes: 4_000_000 }),
      responses: { 200: payload(file, { mediaType: 'application/octet-stream' }) },
    },
    report: {
      method: 'GET',
      path: '/report',
      responses: { 200: payload(z.string(), { mediaType: 'text/csv; header=present' }) },
    },
  },
})

let rig: Rig
let connect: Connect
let serve: Serve
let mock: (options?: object) => Listening
beforeAll(async () => {
  const { document, diagnostics } = toDocument(contract)
  expect(diagnostics).toEqual([])
  rig = createRig()
  rig.write(await generateParts(document!))
  const at = (part: string) => `${rig.folder}/@acme/shop.files-api.${part}/index.ts`
  connect = ((await import(at('client'))) as { filesApiClient: Connect }).filesApiClient
  serve = ((await import(at('server'))) as { filesApiServer: Serve }).filesApiServer
  mock = ((await import(at('mocks'))) as { filesApiMock: typeof mock }).filesApiMock
})
afterAll(() => rig.dispose())

/** What the handler of `operation` was given. */
async function given(operation: string, input: object, reply: object = { status: 204 }): Promise<unknown> {
  let seen: unknown
  const unused = () => ({ status: 204 })
  const names = ['find', 'upload', 'subscribe', 'put', 'report']
  await using server = serve({
    ...Object.fromEntries(names.map((name) => [name, unused])),
    [operation]: (read: unknown) => {
      seen = read
      return reply
    },
  })
  await using client = connect({ baseUrl: (await server.listen()).url })
  expect(await client.call[operation]?.(input)).toMatchObject({ status: 204 })
  return seen
}

test('the types say what is a file and what are bytes', () => {
  const use = `
    import type { FilesApi, FormFile } from '@acme/shop.files-api.types'
    const file: FormFile = new Blob(['x'])
    export const upload: FilesApi['upload']['write'] = { body: { title: 'a', scan: file, extras: [file] } }
    export const put: FilesApi['put']['write'] = { params: { id: '1' }, body: new Uint8Array(3) }
    export async function read({ body }: FilesApi['put']['read']): Promise<number> {
      let size = 0
      for await (const chunk of body) size += chunk.length
      return size
    }`
  rig.write([], { 'use.ts': use })
  expect(rig.check()).toBe('')
})

test('parameters in every style arrive as they left', async () => {
  const input = {
    params: { shelf: 'a.b/c', row: [1, 2], cell: { color: 'red.ish', least: 2 } },
    query: { filter: { color: 'b=&', least: 3, sold: true }, page: { least: 7 }, tags: ['a b', 'c'], ids: [1, 2] },
    headers: { 'x-range': { color: 'blue', least: 1 } },
  }
  expect(await given('find', input)).toEqual(input)
})

test('a form with files arrives with its files', async () => {
  const scan = new File(['%PDF'], 'scan "1".pdf', { type: 'application/pdf' })
  const body = {
    ...{ title: 'Über', pages: 2, scan, extras: [new File(['1'], 'one'), new File(['2'], 'two')] },
    ...{ labels: ['a', 'b'], about: { by: 'ann', year: 2026 } },
  }
  const { body: read } = (await given('upload', { body })) as { body: typeof body }
  expect({ ...read, scan: 0, extras: 0 }).toEqual({ ...body, scan: 0, extras: 0 })
  expect([read.scan.type, await read.scan.text()]).toEqual(['application/pdf', '%PDF'])
  expect(await Promise.all(read.extras.map((each) => each.text()))).toEqual(['1', '2'])
})

test('a form is checked, and no larger than the contract says', async () => {
  await expect(given('upload', { body: { title: 'a', scan: 5 } })).rejects.toMatchObject({
    issues: [{ pointer: '/scan', message: 'must be a file' }],
  })
  const scan = new Blob(['x'.repeat(100_000)])
  await expect(given('upload', { body: { title: 'a', scan } })).rejects.toMatchObject({
    issues: [{ keyword: 'maxBytes' }],
  })
})

test('a plain form arrives with numbers, booleans and lists', async () => {
  const body = { email: 'ann@example.org', weeks: 4, topics: ['a&b', 'c d'], html: false }
  expect(await given('subscribe', { body })).toEqual({ body })
})

test('bytes go through in both directions as they come', async () => {
  const seen: number[] = []
  const handlers = {
    ...{ find: () => ({ status: 204 }), upload: () => ({ status: 204 }), subscribe: () => ({ status: 204 }) },
    report: () => ({ status: 200, body: 'a\n1' }),
    put: ({ body }: { body: ByteStream }) => ({
      status: 200,
      body: (async function* () {
        for await (const chunk of body) {
          seen.push(chunk.length)
          yield chunk
        }
      })(),
    }),
  }
  await using server = serve(handlers as Partial<Handlers<Any>>)
  await using client = connect({ baseUrl: (await server.listen()).url })
  async function* source() {
    for (let part = 0; part < 40; part++) yield new Uint8Array(50_000).fill(part)
  }
  const reply = (await client.call['put']?.({ params: { id: '1' }, body: source() })) as { body: ByteStream }
  expect(reply.body.mediaType).toBe('application/octet-stream')
  const bytes = await reply.body.bytes()
  expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([2_000_000, 0, 39])
  expect(seen.length).toBeGreaterThan(1)
  expect(await client.call['report']?.({})).toEqual({ status: 200, body: 'a\n1' })
  const small = (await client.call['put']?.({ params: { id: '1' }, body: 'text' })) as { body: ByteStream }
  expect(await small.body.text()).toBe('text')
})

test('the mock reads the same forms', async () => {
  await using provider = mock()
  await using client = connect({ baseUrl: (await provider.listen()).url })
  const scan = new File(['%PDF'], 'a.pdf')
  expect(await client.call['upload']?.({ body: { title: 'a', scan } })).toEqual({ status: 204 })
  expect(
    await client.call['subscribe']?.({ body: { email: 'a@b.cd', weeks: 1, topics: [], html: true } }).catch(
      (e: unknown) => e,
    ),
  ).toMatchObject({ status: 204 })
  const reply = (await client.call['put']?.({ params: { id: '1' }, body: 'x' })) as { body: ByteStream }
  expect(typeof (await reply.body.text())).toBe('string')
})

test('others read the forms as the standards say', async () => {
  const requests: { type: string | undefined; url: string | undefined; body: string }[] = []
  const other = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push({ type: request.headers['content-type'], url: request.url, body: Buffer.concat(chunks).toString() })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  await using client = connect({ baseUrl: `http://127.0.0.1:${(other.address() as AddressInfo).port}` })
  await client.call['upload']?.({
    body: { title: 'a', scan: new File(['%PDF'], 'a.pdf', { type: 'application/pdf' }) },
  })
  await client.call['subscribe']?.({ body: { email: 'a@b.cd', weeks: 1, topics: ['x', 'y'], html: true } })
  const [upload, subscribe] = requests
  const form = await new Response(upload?.body, { headers: { 'content-type': upload?.type ?? '' } }).formData()
  expect([form.get('title'), (form.get('scan') as File).name]).toEqual(['a', 'a.pdf'])
  expect(subscribe).toMatchObject({
    type: 'application/x-www-form-urlencoded',
    body: 'email=a%40b.cd&weeks=1&topics=x&topics=y&html=true',
  })
  other.close()
})
