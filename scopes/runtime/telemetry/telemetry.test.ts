import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import {
  type HttpDefinition,
  type LogRecord,
  type MessagingDefinition,
  type SocketDefinition,
  type Telemetry,
} from '@tessera/runtime.core'
import { openMemoryBroker } from '@tessera/runtime.broker'
import { connectHttp } from '@tessera/runtime.http/client'
import { serveHttp } from '@tessera/runtime.http/server'
import { connectMessaging } from '@tessera/runtime.messaging/client'
import { serveMessaging } from '@tessera/runtime.messaging/server'
import { connectSocket } from '@tessera/runtime.sockets/client'
import { serveSocket } from '@tessera/runtime.sockets/server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openTelemetry } from './index.ts'

const exporter = new InMemorySpanExporter()
const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 1_000_000 })
const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
const meterProvider = new MeterProvider({ readers: [reader] })
const logs: LogRecord[] = []
const telemetry: Telemetry = openTelemetry({ tracerProvider, meterProvider, log: (record) => logs.push(record) })

beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterEach(() => {
  exporter.reset()
  logs.length = 0
})
afterAll(async () => {
  await meterProvider.shutdown()
  await tracerProvider.shutdown()
})

const check = (): void => {}
const identity = { contract: 'acme.shop/shop', line: 1, hash: 'h' }
const http: HttpDefinition = {
  ...identity,
  operations: {
    place: {
      method: 'POST',
      path: '/orders',
      idempotent: false,
      request: { body: check },
      responses: { 201: { body: check } },
    },
  },
}
const messaging: MessagingDefinition = {
  ...identity,
  channels: {
    charges: {
      address: 'charges',
      sentBy: 'consumer',
      delivery: 'one-of-all',
      message: { name: 'charge', check },
      retry: { attempts: 1, delayMs: 1 },
    },
  },
}
const sockets: SocketDefinition = {
  ...{ ...identity, windowBytes: 65_536, heartbeatMs: 1000 },
  items: { assign: { sentBy: 'consumer', payload: { check }, reply: { check } } },
}

interface Http {
  place: {
    write: { body: unknown }
    read: { body: unknown }
    reply: { write: { status: 201; body: unknown }; read: { status: 201; body: unknown } }
  }
}

/** Kind, name and depth of each finished span, outermost first. */
function tree(): readonly string[] {
  const spans = exporter.getFinishedSpans()
  const depth = (id: string | undefined): number => {
    const parent = spans.find((span) => span.spanContext().spanId === id)
    return parent === undefined ? 0 : 1 + depth(parent.parentSpanContext?.spanId)
  }
  return spans
    .map((span) => ({
      at: depth(span.parentSpanContext?.spanId),
      text: `${span.attributes['tessera.kind']} ${span.name}`,
    }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => `${at} ${text}`)
}

test('one trace through a call, a message and an item, each span the parent of the next', async () => {
  const broker = openMemoryBroker()
  const assigned: unknown[] = []
  const dispatch = serveSocket<object>(sockets, { assign: (payload: unknown) => assigned.push(payload) }, { telemetry })
  const { url: link } = await dispatch.listen()
  const courier = await connectSocket<object>(sockets, {}, { url: link, telemetry })
  const request = courier.request as Record<string, (payload: unknown) => Promise<unknown>>
  const workers = await serveMessaging<object>(
    messaging,
    { charges: (message: unknown) => request['assign']?.(message) } as never,
    { broker, telemetry },
  )
  const payments = await connectMessaging<object>(messaging, { broker, telemetry })
  const send = payments.send as unknown as Record<string, (message: unknown) => Promise<unknown>>
  const shop = serveHttp<Http>(
    http,
    {
      async place({ body }) {
        await send['charges']?.(body)
        return { status: 201, body: {} }
      },
    },
    { telemetry },
  )
  const { url } = await shop.listen()
  const client = connectHttp<Http>(http, { baseUrl: url, telemetry })

  const outer = tracerProvider.getTracer('test').startSpan('checkout')
  await context.with(trace.setSpan(context.active(), outer), () => client.call.place({ body: { secret: 4711 } }))
  outer.end()
  await expect.poll(() => assigned.length).toBe(1)
  await courier.drain()
  await Promise.all([client.drain(), shop.drain(), payments.drain(), workers.drain(), dispatch.drain()])

  expect(tree()).toEqual([
    '0 undefined checkout',
    '1 client acme.shop/shop/place',
    '2 server acme.shop/shop/place',
    '3 producer acme.shop/shop/charges',
    '4 consumer acme.shop/shop/charges',
    '5 client acme.shop/shop/assign',
    '6 server acme.shop/shop/assign',
  ])
  expect(new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId)).size).toBe(1)
  expect(logs.map(({ pattern, kind, level }) => `${pattern} ${kind} ${level}`).toSorted()).toEqual([
    'http client info',
    'http server info',
    'messaging consumer info',
    'messaging producer info',
    'sockets client info',
    'sockets server info',
  ])
  expect(logs.find(({ kind, pattern }) => pattern === 'http' && kind === 'server')?.message).toMatch(
    /^place answered 201 in \d+ ms$/,
  )
  expect(
    JSON.stringify([logs, exporter.getFinishedSpans().map(({ attributes, events }) => [attributes, events])]),
  ).not.toContain('4711')
  await reader.forceFlush()
  const points = metricExporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(
            ({ attributes }) =>
              `${descriptor.name} ${descriptor.unit} ${attributes['tessera.pattern']} ${attributes['tessera.kind']}`,
          ),
        ),
      ),
    )
  expect(points).toEqual(
    expect.arrayContaining(['tessera.operation.duration s http server', 'tessera.operation.duration s sockets client']),
  )
})

test('what fails is told by its code, and not by what the handler said', async () => {
  const shop = serveHttp<Http>(
    http,
    {
      place: () => {
        throw new Error('card 4711 was refused')
      },
    },
    { telemetry, onError: () => {} },
  )
  const { url } = await shop.listen()
  const client = connectHttp<Http>(http, { baseUrl: url, telemetry })
  await expect(client.call.place({ body: {} })).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' })
  await Promise.all([client.drain(), shop.drain()])
  expect(logs.map(({ kind, status, error }) => [kind, status, error?.code])).toEqual([
    ['server', 500, 'HANDLER_FAILED'],
    ['client', 500, 'UNEXPECTED_RESPONSE'],
  ])
  const spans = exporter.getFinishedSpans()
  expect(spans.map(({ status }) => status.message)).toEqual(['HANDLER_FAILED', 'UNEXPECTED_RESPONSE'])
  expect(
    JSON.stringify([logs, spans.map(({ attributes, events, status }) => [attributes, events, status])]),
  ).not.toContain('4711')
})

test('without an SDK the trace is passed on all the same', async () => {
  const seen: (string | undefined)[] = []
  const plain = openTelemetry()
  const shop = serveHttp<Http>(
    http,
    {
      place(_, { traceparent }) {
        seen.push(traceparent)
        return { status: 201, body: {} }
      },
    },
    { telemetry: plain },
  )
  const { url } = await shop.listen()
  const client = connectHttp<Http>(http, { baseUrl: url, telemetry: plain })
  const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  await fetch(`${url}/orders`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json', traceparent: parent },
  })
  await client.call.place({ body: {} })
  await Promise.all([client.drain(), shop.drain()])
  expect(seen[0]).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[\da-f]{16}-01$/)
  expect(seen[1]).toMatch(/^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-01$/)
})
