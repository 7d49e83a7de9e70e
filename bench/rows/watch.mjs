import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { copyWorkspace, run, tesseraBinary } from '../../scripts/demo/workspace.mjs'
import { measure, median } from '../measure.mjs'
import { nativeCompiler } from '../workspace.mjs'

const RUNS = 7
const TICKS_PER_SECOND = 100
const PAGE = 4096
const CONTRACT = join('components', 'orders-api', 'contract', 'contract.ts')

/**
 * `tessera watch` on the reference system: from saving contract.ts with one more optional field to the end of the
 * type-checked wave. The floor is one check of the same workspace by the compiler, which generates and emits nothing.
 */
export async function* watchSave() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-bench-watch-')))
  try {
    copyWorkspace(folder)
    await run(folder, ['link'])
    await run(folder, ['build'])
    const theirs = await median(
      RUNS,
      () => undefined,
      () => measure(nativeCompiler(), ['--noEmit', '-p', 'tsconfig.json'], { cwd: folder }),
    )
    yield { peer: 'tsc-noEmit', ours: await medianOfSaves(folder), theirs }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function medianOfSaves(folder) {
  const file = join(folder, CONTRACT)
  const source = readFileSync(file, 'utf8')
  const watch = startWatch(folder)
  try {
    await watch.waveEnd()
    const save = (round) =>
      writeFileSync(
        file,
        source.replace('status: z.enum(', `bench${round}: z.string().optional(),\n    status: z.enum(`),
      )
    let round = 0
    return await median(
      RUNS,
      () => untilIdle(watch.pid),
      () => measureSave(watch, () => save(round++)),
    )
  } finally {
    await watch.stop()
  }
}

/** CPU until the tree is idle again, what it does after the wave included. */
async function measureSave(watch, save) {
  const before = treeUsage(watch.pid)
  let peak = 0
  const poll = setInterval(() => (peak = Math.max(peak, treeUsage(watch.pid).bytes)), 20)
  const started = performance.now()
  const ended = watch.waveEnd()
  save()
  const { ok } = await ended
  const wall = (performance.now() - started) / 1000
  if (!ok) throw new Error('the wave failed')
  await untilIdle(watch.pid)
  clearInterval(poll)
  return { cpu: treeUsage(watch.pid).cpu - before.cpu, wall, peakMb: peak / 2 ** 20 }
}

function startWatch(folder) {
  const child = spawn(process.execPath, [tesseraBinary, 'watch', '--json', '--no-test'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const waiting = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line)
    if (event.type === 'wave-end') waiting.shift()?.(event)
  })
  return {
    pid: child.pid,
    waveEnd: () => new Promise((resolve) => waiting.push(resolve)),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve)
        child.kill('SIGINT')
      }),
  }
}

/** No tick of CPU for a while. */
async function untilIdle(pid) {
  for (let last = -1, now = treeUsage(pid).cpu; now > last; now = treeUsage(pid).cpu) {
    last = now
    await sleep(400)
  }
}

/** CPU seconds of a process, of its living descendants and of all that they waited for; bytes resident now. */
function treeUsage(rootPid) {
  const processes = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
      processes.set(Number(name), { parent: Number(fields[1]), ticks, bytes: Number(fields[21]) * PAGE })
    } catch {
      // It ended meanwhile.
    }
  }
  const inTree = (pid) => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === rootPid) return true
    return false
  }
  const tree = [...processes].filter(([pid]) => inTree(pid)).map(([, usage]) => usage)
  return {
    cpu: tree.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND,
    bytes: tree.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
