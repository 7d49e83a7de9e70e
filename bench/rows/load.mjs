// All four patterns at once at a steady rate for as long as one likes: what a day would show, in ten minutes.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { temporaryFolder } from '../../scripts/demo/workspace.mjs'
import { root } from '../../scripts/prepare.mjs'
import { freePort, mainOf, PATTERNS, preparePatterns, start } from '../pattern-processes.mjs'

const PER_SECOND = 100
/** Seconds of load that are told at a time. */
const PORTION = 2
/** Of the time, until caches, inboxes and windows of what came lately are full. */
const WARM_UP = 1 / 3
const PAGE = 4096

/** @yields a line for each process: whether its memory stays what it was after the warm-up; and one for each pattern */
export async function* loadRow({ seconds = 600 }) {
  const folder = join(temporaryFolder(), 'patterns')
  await preparePatterns(folder)
  const broker = await startBroker(join(folder, '.data'))
  const pairs = await Promise.all(PATTERNS.map((pattern) => startPair(folder, pattern, broker.url)))
  const processes = [
    { name: 'broker', pid: broker.pid },
    ...pairs.flatMap(({ pattern, sender, receiver }) => [
      { name: `${pattern}-sender`, pid: sender.pid },
      { name: `${pattern}-receiver`, pid: receiver.pid },
    ]),
  ]
  try {
    const memory = watchMemory(processes, seconds)
    const totals = await Promise.all(pairs.map((pair) => load(pair, { seconds })))
    for (const line of await memory) yield { line }
    for (const [index, total] of totals.entries()) yield { line: `${PATTERNS[index].padEnd(19)} ${shown(total)}` }
  } finally {
    await Promise.all(pairs.flatMap(({ sender, receiver }) => [sender.end(), receiver.end()]))
    await broker.end()
  }
}

async function startPair(folder, pattern, broker) {
  const words = [pattern, String(await freePort()), broker]
  const begin = (side) => start(mainOf(folder, side), words)
  // Whoever listens comes first.
  if (pattern !== 'events') {
    const receiver = await begin('receiver')
    return { pattern, receiver, sender: await begin('sender') }
  }
  const sender = await begin('sender')
  return { pattern, sender, receiver: await begin('receiver') }
}

/** The embedded broker, as a child of this process. */
async function startBroker(folder) {
  const program = join(root, 'scopes', 'runtime', 'broker', 'dist', 'embedded-process.js')
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'inherit', 'inherit'] })
  return {
    pid: child.pid,
    url: `embedded:${folder}`,
    async end() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function load({ sender, receiver }, { seconds }) {
  const total = { told: 0, failed: 0, handled: 0, latencies: [], live: [] }
  const started = performance.now()
  const passed = () => (performance.now() - started) / 1000
  const take = async () => {
    const { handled, latencies } = await receiver.ask({ ask: 'report' })
    total.handled += handled.length
    for (const latency of latencies) total.latencies.push(latency)
  }
  const look = async () => total.live.push((await sender.ask({ ask: 'live' })) + (await receiver.ask({ ask: 'live' })))
  while (passed() < seconds) {
    if (total.live.length === 0 && passed() > seconds * WARM_UP) await look()
    const { taken, failed } = await sender.ask({ ask: 'tell', count: PER_SECOND * PORTION, perSecond: PER_SECOND })
    total.told += taken.length
    total.failed += Object.values(failed).reduce((sum, count) => sum + count, 0)
    await take()
  }
  for (let tries = 0; total.handled < total.told && tries < 100; tries++) await wait(100).then(take)
  await look()
  return total
}

function shown({ told, failed, handled, latencies, live }) {
  const sorted = Float64Array.from(latencies).sort()
  const ms = (share) => (sorted[Math.floor((sorted.length - 1) * share)] / 1e6).toFixed(2)
  const [before, after] = live.map((bytes) => (bytes / 1e6).toFixed(1))
  return `told=${told} failed=${failed} handled=${handled} p50_ms=${ms(0.5)} p99_ms=${ms(0.99)} max_ms=${ms(1)} live_mb=${before}→${after}`
}

/** Resident memory once a second: the median of the first fifth after the warm-up, and of the last. */
async function watchMemory(processes, seconds) {
  const samples = processes.map(() => [])
  const sample = async (count) => {
    for (let second = 0; second < count; second++) {
      processes.forEach(({ pid }, index) => samples[index].push(residentMb(pid)))
      await wait(1000)
    }
  }
  await wait(seconds * WARM_UP * 1000)
  await sample(Math.floor(seconds * (1 - WARM_UP)))
  const everything = samples[0].map((_, at) => samples.reduce((sum, each) => sum + each[at], 0))
  return [...processes.map(({ name }, index) => [name, samples[index]]), ['all', everything]].map(
    ([name, values]) => `${name.padEnd(19)} ${growth(values)}`,
  )
}

function growth(values) {
  const fifth = Math.ceil(values.length / 5)
  const [first, last] = [median(values.slice(0, fifth)), median(values.slice(-fifth))]
  const percent = (100 * (last - first)) / first
  return `first_mb=${first.toFixed(1)} last_mb=${last.toFixed(1)} growth=${percent.toFixed(1)}% peak_mb=${Math.max(...values).toFixed(1)}`
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function residentMb(pid) {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE) / 1e6
}
