import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { measure } from '../measure.mjs'
import { domainsOf, edits, writeSources } from '../workspace.mjs'

/** A changed base and its 99 dependents tagged: medians of three runs on this machine, which did nothing else. */
const RECORDED = [
  { peer: 'bit-bin 14.8.8 (recorded)', theirs: { cpu: 11.16, wall: 9.26, peakMb: 284 } },
  { peer: '@teambit/bit 0.0.30 (recorded, with its build)', theirs: { cpu: 38.43, wall: 30.94, peakMb: 733 } },
]

const interop = join(root, 'test', 'interop')
const program = join(interop, 'node_modules', '.bin', 'bbit')

/** What is on record, and with `npm run bench -- --live` the real thing, where `npm run test:interop` has installed it. */
export async function tagByBit() {
  if (!process.argv.includes('--live')) return RECORDED
  if (!existsSync(program)) throw new Error('--live needs the real bit: `npm run test:interop` installs it')
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-bit-'))
  try {
    return [...RECORDED, { peer: '@teambit/bit 0.0.30 (live)', theirs: await tagLive(folder) }]
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function tagLive(folder) {
  const env = { ...process.env, HOME: join(folder, 'home'), DISABLE_V8_COMPILE_CACHE: '1', CI: '1' }
  const ws = join(folder, 'ws')
  // Its exit code says nothing, whichever it is.
  const bit = (...words) => measure(process.execPath, [program, ...words], { cwd: ws, env, codes: [0, 1] })
  writeSources(ws, domainsOf(100))
  await bit('config', 'set', 'analytics_reporting', 'false')
  await bit('init', '--harmony')
  const settings = {
    'teambit.bit/workspace': { name: 'bench', defaultScope: 'bench.all', defaultDirectory: 'components' },
    'teambit.bit/dependency-resolver': { packageManager: 'teambit.bit/pnpm', policy: { dependencies: {} } },
    'teambit.bit/variants': { '*': { 'teambit.bit/node': {} } },
  }
  writeFileSync(join(ws, 'workspace.jsonc'), JSON.stringify(settings))
  await bit('add', 'components/*')
  await bit('link')
  await bit('tag', '--all', '1.0.0', '-m', 'first')
  edits.base(ws, 100, 'live')
  return bit('tag', '--all', '-m', 'next')
}
