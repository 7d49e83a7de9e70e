import { TesseraError, type Event } from '@tessera/core.model'
import { expect, test } from 'vitest'
import { createJsonReporter, createReporter, errorToJson, formatError, styleFor, table } from './index.ts'

const style = styleFor({ isTTY: false }, {})
const wave: readonly Event[] = [
  {
    type: 'wave-start',
    changed: ['orders-api/contract'],
    nodes: ['orders-api/contract', 'orders-api/types', 'storefront'],
  },
  { type: 'node', node: 'orders-api/contract', status: 'running', phase: 'generate' },
  { type: 'node', node: 'orders-api/contract', status: 'built', phase: 'generate', ms: 41.6 },
  { type: 'node', node: 'orders-api/types', status: 'unchanged', phase: 'check', reason: 'declarations equal' },
  { type: 'node', node: 'storefront', status: 'failed', phase: 'check' },
  { type: 'node', node: 'ledger', status: 'blocked', phase: 'check', by: 'storefront' },
  {
    type: 'diagnostic',
    diagnostic: {
      severity: 'error',
      code: 'TS2339',
      message: "Property 'total' does not exist",
      location: { file: 'consumers/storefront/basket.ts', line: 41, column: 18 },
      because: 'acme.orders/orders-api/contract renamed it',
      hint: 'use amount',
    },
  },
  {
    type: 'wave-end',
    ok: false,
    ms: 640,
    counts: { built: 1, cached: 0, unchanged: 1, blocked: 1, failed: 1, untouched: 0 },
  },
]

test('a wave as lines, findings last', () => {
  const lines: string[] = []
  const report = createReporter({ write: (text) => lines.push(text), style })
  wave.forEach(report)
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    ● orders-api/contract changed
      orders-api/types     = unchanged  declarations equal
      storefront           ✖ failed
      ledger               ■ blocked    waits for storefront
    ✖ consumers/storefront/basket.ts:41:18  Property 'total' does not exist TS2339
      because acme.orders/orders-api/contract renamed it
      fix: use amount
    ✖ 1 built, 1 unchanged, 1 blocked, 1 failed in 0.6 s
    "
  `)
})

test('a live view also tells what waits and runs, together in a line', async () => {
  const lines: string[] = []
  const report = createReporter({ write: (text) => lines.push(text), style, live: true })
  const node = (name: string, status: 'queued' | 'running'): Event => ({
    type: 'node',
    node: name,
    status,
    phase: 'check',
  })
  for (const status of ['queued', 'running'] as const) {
    report(node('types', status))
    report(node('client', status))
  }
  await Promise.resolve()
  expect(lines).toEqual(['  … queued types, client', '  … running types, client'])
})

const idle: readonly Event[] = [
  { type: 'wave-start', changed: [], nodes: [] },
  {
    type: 'wave-end',
    ok: true,
    ms: 12,
    counts: { built: 0, cached: 0, unchanged: 0, blocked: 0, failed: 0, untouched: 11 },
  },
]

function linesOf(events: readonly Event[], live = false): readonly string[] {
  const lines: string[] = []
  events.forEach(createReporter({ write: (text) => lines.push(text), style, live }))
  return lines
}

test('that there is nothing to do is said once, and not after something was done', () => {
  expect(linesOf([...idle, ...idle])).toEqual(['✔ everything is up to date, 11 untouched in 0.0 s'])
  expect(linesOf([...wave, ...idle])).toEqual(linesOf(wave))
})

test('tests are told as tests, their rows aligned though nothing said who would run', () => {
  const tested = (node: string, status: 'running' | 'built'): Event => ({ type: 'node', node, status, phase: 'test' })
  const rows = ['shop', 'storefront'].flatMap((node) => [tested(node, 'running')])
  const done = ['shop', 'storefront'].flatMap((node) => [tested(node, 'built')])
  const start: Event = { type: 'wave-start', changed: [], nodes: ['shop', 'storefront'] }
  expect(linesOf([start, ...rows, ...done], true)).toEqual([
    '● tests of shop, storefront',
    '  … running shop, storefront',
    '  shop        ✔ tested',
    '  storefront  ✔ tested',
  ])
  expect(linesOf([idle[0] as Event, ...rows, ...done])).toEqual(['  shop        ✔ tested', '  storefront  ✔ tested'])
})

test('a finding outside of a wave is told at once', () => {
  const finding: Event = { type: 'diagnostic', diagnostic: { severity: 'warning', code: 'ODD', message: 'odd' } }
  expect(linesOf([finding])).toEqual(['⚠ odd ODD'])
})

test('a wave as lines of JSON is the events themselves', () => {
  const lines: string[] = []
  wave.forEach(createJsonReporter((text) => lines.push(text)))
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(wave)
})

test('an error says what, where and what next', () => {
  const error = new TesseraError('INVALID_BITMAP', 'two components share components/a', {
    hint: 'remove one of them',
    location: { file: '.bitmap', line: 12 },
  })
  expect(formatError(error, style)).toMatchInlineSnapshot(`
    "✖ two components share components/a INVALID_BITMAP
      at .bitmap:12
      next: remove one of them"
  `)
  expect(errorToJson(error)).toEqual({
    error: {
      code: 'INVALID_BITMAP',
      message: 'two components share components/a',
      hint: 'remove one of them',
      location: { file: '.bitmap', line: 12 },
    },
  })
})

test('NO_COLOR wins over a terminal, FORCE_COLOR over none', () => {
  expect(styleFor({ isTTY: true }, { NO_COLOR: '1' }).red('x')).toBe('x')
  expect(styleFor({ isTTY: true }, { TERM: 'xterm' }).red('x')).not.toBe('x')
  expect(styleFor({ isTTY: false }, { FORCE_COLOR: '1' }).red('x')).not.toBe('x')
})

test('columns align whatever their colours', () => {
  const red = styleFor({ isTTY: true }, { TERM: 'xterm' }).red
  expect(
    table([
      ['a', red('bb'), 'c'],
      ['aaa', 'b', 'c'],
    ])
      .split('\n')
      .map((line) => line.lastIndexOf('c')),
  ).toEqual([red('bb').length + 7, 9])
})
