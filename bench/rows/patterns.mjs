// One and the same exchange, a shop that reserves stock, in all four patterns: what it costs, and what happens in trouble.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { temporaryFolder } from '../../scripts/demo/workspace.mjs'
import { freePort, mainOf, PATTERNS, preparePatterns, sources, start } from '../pattern-processes.mjs'

/** @yields lines for `npm run bench -- patterns`, and what docs/choosing-a-pattern.md tells */
export async function* patterns() {
  const folder = join(temporaryFolder(), 'patterns')
  await preparePatterns(folder)
  for (const pattern of PATTERNS) {
    for (const [scenario, figures] of Object.entries(await measure(folder, pattern))) {
      const shown = Object.entries(figures).map(([name, value]) => `${name}=${value}`)
      yield { line: `${pattern.padEnd(9)} ${scenario.padEnd(10)} ${shown.join(' ')}` }
    }
    yield {
      line: `${pattern.padEnd(9)} written    contract=${linesOf(`contracts/${pattern}`)} sender=${linesOf(`${pattern}/sender`)} receiver=${linesOf(`${pattern}/receiver`)}`,
    }
  }
}

async function measure(folder, pattern) {
  const port = await freePort()
  const data = join(folder, '.data', pattern)
  rmSync(data, { recursive: true, force: true })
  const words = [pattern, String(port), `embedded:${data}`]
  const startReceiver = () => start(mainOf(folder, 'receiver'), words)
  // Whoever listens comes first.
  let receiver = pattern === 'events' ? undefined : await startReceiver()
  const sender = await start(mainOf(folder, 'sender'), words)
  receiver ??= await startReceiver()
  const report = () => receiver.ask({ ask: 'report' })
  try {
    await sender.ask({ ask: 'tell', count: 2000, atOnce: 16 })
    await settled(report, 2000)
    const calm = await exchange({ sender, report }, { count: 1000, atOnce: 1 })
    const busy = await exchange({ sender, report }, { count: 10_000, atOnce: 32 })

    const journal = join(folder, `${pattern}.handled`)
    receiver.tell({ ask: 'journal', journal })
    const outage = sender.ask({ ask: 'tell', count: 800, perSecond: 200 })
    await wait(500)
    await receiver.kill()
    await wait(1000)
    receiver = await startReceiver()
    const before = readFileSync(journal, 'utf8').trim().split('\n')
    const down = await outcome(await outage, report, before)
    await recovered(sender, report)

    receiver.tell({ ask: 'slow', workMs: 1500 })
    const slow = await outcome(await sender.ask({ ask: 'tell', count: 50, perSecond: 50 }), report)
    receiver.tell({ ask: 'slow', workMs: 5 })
    await recovered(sender, report)
    const flooded = await outcome(await sender.ask({ ask: 'tell', count: 5000 }), report)
    return { calm, busy, down, slow, flooded }
  } finally {
    await Promise.all([sender.end(), receiver.end()])
  }
}

/** So many exchanges, and what each cost on both sides. */
async function exchange({ sender, report }, order) {
  const before = await report()
  const said = await sender.ask({ ask: 'tell', ...order })
  const { latencies, cpuUs, rss } = await settled(report, order.count, before.cpuUs)
  return {
    p50_ms: ms(quantile(latencies, 0.5)),
    p99_ms: ms(quantile(latencies, 0.99)),
    cpu_us: Math.round((said.cpuUs + cpuUs) / order.count),
    sender_mb: mb(said.rss),
    receiver_mb: mb(rss),
  }
}

/** What became of all that was told: to the shop's knowledge, and in truth. */
async function outcome(said, report, before = []) {
  const { handled: after, latencies } = await settled(report, said.taken.length - before.length)
  const handled = [...before, ...after]
  const known = new Set(handled)
  const failed = Object.entries(said.failed).map(([code, count]) => `${code}×${count}`)
  return {
    taken: said.taken.length,
    failed: failed.join(',') || 0,
    lost: said.taken.filter((id) => !known.has(id)).length,
    twice: handled.length - known.size,
    told_p99_ms: quantile(said.ms, 0.99).toFixed(1),
    handled_max_ms: ms(Math.max(0, ...latencies)),
    sender_mb: mb(said.rss),
  }
}

/** A client that has met trouble may leave the other side alone for a while. */
async function recovered(sender, report) {
  for (let tries = 0; tries < 300; tries += 1) {
    const { taken } = await sender.ask({ ask: 'tell', count: 1 })
    if (taken.length === 1) break
    await wait(100)
  }
  await settled(report, Infinity, 0, 6)
}

/** Gathers reports until so many were handled, or nothing happens any more. */
async function settled(report, count, cpuBefore = 0, patience = 60) {
  const all = { handled: [], latencies: [], cpuUs: 0, rss: 0 }
  let quiet = 0
  while (all.handled.length < count && quiet < patience) {
    const { handled, latencies, cpuUs, rss } = await report()
    quiet = handled.length === 0 ? quiet + 1 : 0
    all.handled.push(...handled)
    all.latencies.push(...latencies)
    all.cpuUs = cpuUs - cpuBefore
    all.rss = Math.max(all.rss, rss)
    if (all.handled.length < count) await wait(50)
  }
  return all
}

function linesOf(file) {
  const text = readFileSync(join(sources, `${file}.ts`), 'utf8')
  return text.split('\n').filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/\*\*|\*)/.test(line)).length
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const ms = (nanoseconds) => (nanoseconds / 1e6).toFixed(2)
const mb = (bytes) => Math.round(bytes / 1e6)
