import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CourierLinkClient } from '@acme/dispatch.courier-link.client'
import { mockJob, mockPlace } from '@acme/dispatch.courier-link.mocks'
import { type CourierLinkHandlers, type CourierLinkServer, courierLinkServer } from '@acme/dispatch.courier-link.server'
import { mockOrder } from '@acme/orders.orders-api.mocks'
import { type OrdersApiHandlers, type OrdersApiServer, ordersApiServer } from '@acme/orders.orders-api.server'
import { type Context, type Handlers, parseTraceparent } from '@tessera/runtime.core'
import { serveHttp } from '@tessera/runtime.http/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Proxy, startProxy } from '../scopes/runtime/sockets/proxy.fixture.ts'
import { bundle, type Bundle } from './browser/bundle.ts'
import { hasChromium, openPage, serveSite, type Site, startChromium } from './browser/chromium.ts'
import { copies, type Copies } from './browser/copies.ts'
import type * as clients from './browser/page.ts'
import { createRig } from './rig.ts'

/** In the page: what `browser/page.ts` exports. */
declare const shop: typeof clients
/** In the page: what one evaluation leaves for the next. */
declare const kept: { link: CourierLinkClient; log: string[]; controller: AbortController }

const id = 'ord_0123abcd'
/** Machines are busy: what is waited for comes, or the test fails, but not by a clock that is too tight. */
const PATIENT = { timeout: 30_000 }
let root: string
let entry: string
let script: Bundle

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-test-')))
  await createRig(root).builtReference('shop')
  for (const file of ['page.ts', 'copies.ts']) {
    copyFileSync(join(import.meta.dirname, 'browser', file), join(root, 'shop', file))
  }
  entry = join(root, 'shop', 'page.ts')
  script = await bundle(entry, 'browser', 'shop')
})
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))

test('for browsers, generated clients lead to nothing of Node', async () => {
  expect(script.imports).toEqual([])
  const { imports } = await bundle(entry, 'node', 'shop')
  expect(imports).toContain('node:stream')
})

test('a page that uses them needs the types of a browser, and none of Node', () => {
  const compilerOptions = {
    ...{ strict: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', noEmit: true },
    ...{ lib: ['es2022', 'dom', 'esnext.disposable'], types: [], allowImportingTsExtensions: true },
  }
  const project = join(root, 'shop', 'tsconfig.page.json')
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['page.ts'] }))
  const tsc = join(import.meta.dirname, '..', 'node_modules', 'typescript', 'bin', 'tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, ''])
})

describe.skipIf(!hasChromium)('in Chromium (needs one: TESSERA_CHROMIUM, or where systems put it)', () => {
  let browser: Browser
  let site: Site
  let page: Page
  const errors: string[] = []
  const open: AsyncDisposable[] = []

  beforeAll(async () => {
    site = await serveSite(script.code)
    browser = await startChromium()
    page = await openPage(browser, site.origin, errors)
  })
  afterAll(async () => {
    await browser?.close()
    await site?.[Symbol.asyncDispose]()
  })
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]()
    expect(errors.splice(0)).toEqual([])
  })

  /** It ends with the test. */
  function ending<T extends AsyncDisposable>(one: T): T {
    open.push(one)
    return one
  }

  function unexpected(): never {
    throw new Error('nobody should have asked')
  }

  function ordersServer(handlers: Partial<OrdersApiHandlers>): OrdersApiServer {
    const all = { createOrder: unexpected, getOrder: unexpected, listOrders: unexpected, ...handlers }
    return ending(ordersApiServer(all, { cors: { origins: [site.origin] } }))
  }

  async function serveOrders(handlers: Partial<OrdersApiHandlers>): Promise<string> {
    return (await ordersServer(handlers).listen()).url
  }

  async function listen(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ending({
      async [Symbol.asyncDispose]() {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  describe('an HTTP client', () => {
    test('sends all that belongs to a call, and gives what a reader works with', async () => {
      const order = mockOrder({ seed: 1 })
      const seen: Context[] = []
      const url = await serveOrders({
        createOrder: (_, context) => {
          seen.push(context)
          return { status: 201, body: order }
        },
      })
      const { customerEmail, items } = order
      const reply = await page.evaluate(
        async ([baseUrl, body]) => {
          const { call } = shop.ordersApiClient({ baseUrl })
          const { status, body: made } = await call.createOrder({ body })
          return (
            status === 201 && { id: made.id, createdAt: made.createdAt instanceof Date && made.createdAt.getTime() }
          )
        },
        [url, { customerEmail, items }] as const,
      )
      expect(reply).toEqual({ id: order.id, createdAt: order.createdAt.getTime() })
      const [context] = seen
      expect(context?.caller).toMatchObject({ contract: 'acme.orders/orders-api', line: 1 })
      expect(parseTraceparent(context?.headers['traceparent'])).toBeDefined()
      expect(context?.headers['idempotency-key']).toMatch(/^[\da-f]{32}$/)
      expect(Number(context?.headers['x-request-deadline-ms'])).toBeLessThanOrEqual(2000)
    })

    test('gives a problem of the contract as a reply, and refuses what breaks the contract before it leaves', async () => {
      const problem = { type: 'about:blank', title: 'no such order', status: 404 }
      const url = await serveOrders({ getOrder: () => ({ status: 404, body: problem }) })
      const outcome = await page.evaluate(
        async ([baseUrl, params]) => {
          const { call } = shop.ordersApiClient({ baseUrl })
          const found = await call.getOrder({ params })
          const refused = await call
            .createOrder({ body: { customerEmail: 'nobody', items: [] } })
            .catch(({ code, side, issues }) => ({ code, side, issues }))
          return { found, refused }
        },
        [url, { id }] as const,
      )
      expect(outcome).toEqual({
        found: { status: 404, body: problem },
        refused: {
          code: 'CONTRACT_VIOLATION',
          side: 'sent',
          issues: [
            { pointer: '/customerEmail', keyword: 'format', message: 'must be of format email' },
            { pointer: '/items', keyword: 'minItems', message: 'must have at least 1 item' },
          ],
        },
      })
    })

    test('ends a call when it is cancelled, at both ends, and at its deadline', async () => {
      const began: unknown[] = []
      const ended: unknown[] = []
      const url = await serveOrders({
        getOrder: (_, { signal }) => {
          began.push(signal)
          return new Promise(() => signal.addEventListener('abort', () => ended.push(signal.reason)))
        },
      })
      const cancelled = page.evaluate(
        async ([baseUrl, params]) => {
          const controller = new AbortController()
          Object.assign(globalThis, { kept: { controller } })
          const { call } = shop.ordersApiClient({ baseUrl })
          return call.getOrder({ params }, { signal: controller.signal }).catch(String)
        },
        [url, { id }] as const,
      )
      await expect.poll(() => began, PATIENT).toHaveLength(1)
      await page.evaluate(() => kept.controller.abort(new Error('the basket was closed')))
      expect(await cancelled).toBe('Error: the basket was closed')
      await expect.poll(() => ended, PATIENT).toHaveLength(1)
      expect(ended[0]).toMatchObject({ name: 'AbortError', message: 'the caller hung up' })
      const late = await page.evaluate(
        async ([baseUrl, params]) => {
          const { call } = shop.ordersApiClient({ baseUrl })
          return call.getOrder({ params }, { deadlineMs: 100 }).catch(({ code }) => code)
        },
        [url, { id }] as const,
      )
      expect(late).toBe('DEADLINE_EXCEEDED')
    })

    test('repeats what may be repeated, unless it is asked to wait for longer than there is time', async () => {
      const order = mockOrder({ seed: 2 })
      const { handler } = ordersServer({ getOrder: () => ({ status: 200, body: order }) })
      const allow = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }
      const refusals: Record<string, string>[] = [{}, { 'retry-after': '5' }]
      let asked = 0
      const url = await listen((request, response) => {
        const isRefused = request.method === 'GET' && asked++ % 2 === 0
        if (isRefused) response.writeHead(503, { ...allow, ...refusals.shift() }).end()
        else handler(request, response)
      })
      const records = await page.evaluate(
        async ([baseUrl, params]) => {
          const calls: unknown[] = []
          const { call } = shop.ordersApiClient({ baseUrl, onCall: (record) => void calls.push(record) })
          for (let index = 0; index < 2; index++) await call.getOrder({ params }).catch(() => {})
          return calls
        },
        [url, { id }] as const,
      )
      expect(records).toMatchObject([
        { attempts: 2, status: 200 },
        { attempts: 1, status: 503 },
      ])
    })

    test('carries bytes both ways, and lets go of those that nobody wants', async () => {
      const ended: unknown[] = []
      async function* endless(): AsyncGenerator<Uint8Array> {
        for (;;) {
          yield new Uint8Array(100_000)
          await sleep(5)
        }
      }
      const copy: Handlers<Copies>['copy'] = async ({ body }, { signal }) => {
        signal.addEventListener('abort', () => ended.push(signal.reason))
        const all = await body.bytes()
        return { status: 200, body: all.length === 0 ? endless() : all }
      }
      const server = ending(serveHttp<Copies>(copies, { copy }, { cors: { origins: '*' } }))
      const { url } = await server.listen()
      const outcome = await page.evaluate(async (baseUrl) => {
        const { call } = shop.connectHttp<Copies>(shop.copies, { baseUrl })
        const megabyte = new Uint8Array(1_000_000).fill(7)
        const file = await call.copy({ body: new File([megabyte, megabyte], 'scan.tiff') })
        const stream = await call.copy({ body: new Blob(['äöü']).stream() })
        const begun = await call.copy({ body: '' })
        for await (const chunk of begun.body) if (chunk.length > 0) break
        const late = await call.copy({ body: '' }, { signal: AbortSignal.timeout(1000) })
        return {
          file: (await file.body.bytes()).reduce((sum, byte) => sum + byte, 0),
          stream: await stream.body.text(),
          late: await late.body.bytes().catch(String),
        }
      }, url)
      expect(outcome).toEqual({ file: 14_000_000, stream: 'äöü', late: expect.stringMatching(/^TimeoutError: /) })
      await expect.poll(() => ended, PATIENT).toHaveLength(2)
    })

    test('says what a browser keeps from pages', async () => {
      const shut = await listen((_, response) => void response.end())
      const outcome = await page.evaluate(
        async ([params, other]) => {
          const ask = (baseUrl: string, headers: Record<string, string> = {}): Promise<unknown> =>
            shop.ordersApiClient({ baseUrl, retries: 0 }).call.getOrder({ params }, { headers }).catch(String)
          return [await ask(other), await ask(other, { cookie: 'a=b' }), await ask('/moved'), await ask('/nowhere')]
        },
        [{ id }, shut] as const,
      )
      expect(outcome).toEqual([
        'Unavailable: getOrder: no connection, or it broke, or it lets no page of this origin call it',
        'TypeError: a browser lets no page set the header "cookie"',
        'UnexpectedResponse: getOrder answered 0: a redirect, which browsers hide',
        'UnexpectedResponse: getOrder answered 404: the body should be JSON',
      ])
    })

    test('works in a worker too', async () => {
      const order = mockOrder({ seed: 3 })
      const url = await serveOrders({ getOrder: () => ({ status: 200, body: order }) })
      const work = `importScripts('${site.origin}/script.js')
        const { call } = shop.ordersApiClient({ baseUrl: '${url}' })
        call.getOrder({ params: { id: '${id}' } }).then(({ body }) => postMessage(body))`
      const found = await page.evaluate(`new Promise((resolve) => {
        const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(work)}])))
        worker.addEventListener('message', ({ data }) => resolve(data))
      })`)
      expect(found).toEqual(order)
    })
  })

  describe('a socket client', () => {
    interface Dispatch {
      readonly server: CourierLinkServer
      readonly proxy: Proxy
      readonly url: string
    }

    async function startDispatch(handlers: Partial<CourierLinkHandlers> = {}): Promise<Dispatch> {
      const all = { position: unexpected, delivered: unexpected, chat: unexpected, ...handlers }
      const server = ending(courierLinkServer(all))
      const proxy = ending(await startProxy((await server.listen({ url: 'ws://127.0.0.1:0/courier' })).url))
      return { server, proxy, url: `${proxy.url.replace('tcp:', 'ws:')}/courier` }
    }

    /** A courier in the page, who takes every job. */
    async function startCourier(url: string): Promise<void> {
      await page.evaluate(async (at) => {
        const log: string[] = []
        const link = await shop.courierLinkClient(
          { assign: () => ({ accepted: true, minutes: 5 }), chat: ({ text }) => void log.push(text) },
          { url: at, reconnect: { minMs: 1 }, onConnect: ({ resumed }) => void log.push(resumed ? 'resumed' : 'new') },
        )
        Object.assign(globalThis, { kept: { link, log } })
      }, url)
      ending({ [Symbol.asyncDispose]: () => page.evaluate(() => kept.link.drain()) })
    }

    test('sends and is sent to, asks and is asked', async () => {
      const earnedToday = { amount: 1200, currency: 'EUR' } as const
      const { server, url } = await startDispatch({
        delivered: () => ({ earnedToday }),
        chat: ({ text }, { connection }) => connection.send.chat({ text: `${text}, too` }),
      })
      await startCourier(url)
      const [connection] = server.connections
      expect(await connection?.request.assign(mockJob({ seed: 1 }))).toEqual({ accepted: true, minutes: 5 })
      const at = mockPlace({ seed: 1 })
      const outcome = await page.evaluate(
        async ([orderId, place]) => {
          await kept.link.send.chat({ text: 'hello' })
          const refused = await kept.link.send.position({ at: { lat: 91, lon: 0 } }).catch(({ code }) => code)
          return { refused, reply: await kept.link.request.delivered({ orderId, at: place }) }
        },
        [id, at] as const,
      )
      expect(outcome).toEqual({ refused: 'CONTRACT_VIOLATION', reply: { earnedToday } })
      await expect.poll(() => page.evaluate(() => kept.log), PATIENT).toEqual(['new', 'hello, too'])
    })

    test('goes on where it was when its connection breaks: nothing is lost, nothing comes twice', async () => {
      const batteries: unknown[] = []
      const { proxy, url } = await startDispatch({ position: ({ battery }) => void batteries.push(battery) })
      await startCourier(url)
      const COUNT = 300
      const sent = page.evaluate(async (count) => {
        for (let index = 0; index < count; index++) {
          await kept.link.send.position({ at: { lat: 0, lon: 0 }, battery: index / count })
          if (index % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 10))
        }
      }, COUNT)
      for (const due of [50, 150, 250]) {
        await expect.poll(() => batteries.length, { ...PATIENT, interval: 5 }).toBeGreaterThan(due)
        proxy.cut()
      }
      await sent
      await expect.poll(() => batteries, PATIENT).toHaveLength(COUNT)
      expect(batteries).toEqual(Array.from({ length: COUNT }, (_, index) => index / COUNT))
      const [first, ...others] = await page.evaluate(() => kept.log)
      expect(first).toBe('new')
      // A cut may meet a connection that is only being made.
      expect(new Set(others)).toEqual(new Set(['resumed']))
    })

    test('finds within two heartbeats that its peer has vanished, and goes on where it was', async () => {
      const texts: string[] = []
      const { proxy, url } = await startDispatch({ chat: ({ text }) => void texts.push(text) })
      await startCourier(url)
      proxy.blackHole()
      const sent = page.evaluate(() => kept.link.send.chat({ text: 'anybody there?' }))
      await page.waitForFunction(() => !kept.link.connected, undefined, PATIENT)
      proxy.pass()
      await sent
      // An attempt to connect that nobody answers takes five seconds.
      await expect.poll(() => texts, PATIENT).toEqual(['anybody there?'])
      expect(await page.evaluate(() => kept.log)).toEqual(['new', 'resumed'])
    })

    test('passes on the trace and the deadline of an item to the calls that are made for it', async () => {
      const seen: Context[] = []
      const orders = await serveOrders({
        getOrder: (_, context) => {
          seen.push(context)
          return { status: 200, body: mockOrder({ seed: 4 }) }
        },
      })
      const { server, url } = await startDispatch()
      await page.evaluate(
        async ([at, baseUrl]) => {
          const { call } = shop.ordersApiClient({ baseUrl })
          const link = await shop.courierLinkClient(
            {
              async assign({ orderId }, context) {
                const { status } = await call.getOrder({ params: { id: orderId } }, { context })
                return { accepted: status === 200 }
              },
              chat: () => {},
            },
            { url: at },
          )
          Object.assign(globalThis, { kept: { link, log: [] } })
        },
        [url, orders] as const,
      )
      ending({ [Symbol.asyncDispose]: () => page.evaluate(() => kept.link.drain()) })
      const [connection] = server.connections
      const context: Context = {
        signal: new AbortController().signal,
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        deadline: Date.now() + 900,
        headers: {},
      }
      expect(await connection?.request.assign(mockJob({ seed: 2 }), { context })).toEqual({ accepted: true })
      expect(seen[0]?.traceparent).toContain('4bf92f3577b34da6a3ce929d0e0e4736')
      expect(Number(seen[0]?.headers['x-request-deadline-ms'])).toBeLessThanOrEqual(900)
    })

    test('says that a browser has WebSockets only', async () => {
      const refused = await page.evaluate(() =>
        shop
          .courierLinkClient({ assign: () => ({ accepted: true }), chat: () => {} }, { url: 'tcp://127.0.0.1:4000' })
          .catch(String),
      )
      expect(refused).toBe('TypeError: a browser connects to ws:// and wss:// only')
    })
  })
})
