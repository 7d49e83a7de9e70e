// CPU time and peak memory of a command with all its descendants, from /proc.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const PAGE = 4096

/**
 * Runs a command to its end. CPU is user + system of the whole tree as the kernel accounts it for children that were
 * waited for; memory is the largest sum of resident sets seen, looked at every 20 ms.
 * @returns {Promise<{ cpu: number, wall: number, peakMb: number }>} seconds, seconds, MiB
 */
export async function measure(command, args, { cwd, env = process.env, codes = [0] } = {}) {
  const started = performance.now()
  const script = 'TIMEFORMAT="%3U %3S"; { time "$@" >&3 2>&3; } 3>&2 2>&1'
  const child = spawn('bash', ['-c', script, 'bench', command, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let times = ''
  let errors = ''
  child.stdout.on('data', (data) => (times += data))
  child.stderr.on('data', (data) => (errors += data))
  let peak = 0
  const poll = setInterval(() => (peak = Math.max(peak, residentBytes(child.pid))), 20)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(poll)
  if (!codes.includes(code)) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${errors.slice(-2000)}`)
  return { cpu: sumOf(times), wall: (performance.now() - started) / 1000, peakMb: peak / 2 ** 20 }
}

/** Median of each figure over `runs` runs; `before` readies each run and is not measured. */
export async function median(runs, before, run) {
  const results = []
  for (let index = 0; index < runs; index++) {
    await before(index)
    results.push(await run(index))
  }
  const middle = (key) => results.map((result) => result[key]).sort((a, b) => a - b)[Math.floor(runs / 2)]
  return { cpu: middle('cpu'), wall: middle('wall'), peakMb: middle('peakMb') }
}

/** User and system seconds. */
function sumOf(times) {
  const [user, system] = times.trim().split(' ').map(Number)
  return user + system
}

function residentBytes(rootPid) {
  const processes = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      processes.set(Number(name), { parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE })
    } catch {
      // It ended meanwhile.
    }
  }
  const inTree = (pid) => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === rootPid) return true
    return false
  }
  let sum = 0
  for (const [pid, { bytes }] of processes) if (inTree(pid)) sum += bytes
  return sum
}
