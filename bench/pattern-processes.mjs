// The services of bench/patterns, as processes that the rows drive.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { borrowPackages, run } from '../scripts/demo/workspace.mjs'
import { root } from '../scripts/prepare.mjs'

export const PATTERNS = ['http', 'messaging', 'sockets', 'events']
export const sources = join(root, 'bench', 'patterns')

const CONTRACTS = {
  'stock-api': ['http-contract', 'http', 'stockApi'],
  'stock-jobs': ['messaging-contract', 'messaging', 'stockJobs'],
  'stock-link': ['socket-contract', 'sockets', 'stockLink'],
  'shop-api': ['http-contract', 'events', 'shopApi'],
  'shop-events': ['event-contract', 'events', 'shopEvents'],
}

/** A workspace with the contracts, their generated parts, and both services of each pattern, built. */
export async function preparePatterns(folder) {
  mkdirSync(folder, { recursive: true })
  await tessera(folder, 'init', '--default-scope', 'bench.stock')
  borrowPackages(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [name, [template, file, exported]] of Object.entries(CONTRACTS)) {
    await tessera(folder, 'create', template, name, '--skip-dependency-installation')
    const home = join(folder, 'components', name, 'contract')
    const text = readFileSync(join(sources, 'contracts', `${file}.ts`), 'utf8')
    writeFileSync(join(home, 'contract.ts'), only(text, exported))
    cpSync(join(sources, 'contracts', 'reservation.ts'), join(home, 'reservation.ts'))
  }
  const consumer = join(folder, 'consumers', 'patterns')
  cpSync(sources, consumer, { recursive: true, filter: (path) => !path.endsWith('contracts') })
  const parts = Object.keys(CONTRACTS).flatMap((name) =>
    ['client', 'server'].map((part) => `@bench/stock.${name}.${part}`),
  )
  const manifest = {
    name: '@bench/patterns',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(parts.map((part) => [part, '*'])),
  }
  writeFileSync(join(consumer, 'package.json'), JSON.stringify(manifest))
  await tessera(folder, 'link')
  await tessera(folder, 'build')
}

/** The file of a pattern may define the contract of the events and that of their details: each component has one. */
function only(text, exported) {
  return exported === 'shopApi'
    ? text.slice(0, text.indexOf('export const shopEvents')).replace('eventContract, ', '')
    : text
}

async function tessera(folder, ...words) {
  const { code, stdout, stderr } = await run(folder, words)
  if (code !== 0) throw new Error(`tessera ${words.join(' ')} ended with ${code}\n${stdout}${stderr}`)
}

/** What runs one side of an exchange. */
export function mainOf(folder, side) {
  return join(folder, 'consumers', 'patterns', 'dist', `${side}-main.js`)
}

/** A process that answers what it is asked. */
export async function start(file, words) {
  const child = spawn(process.execPath, ['--expose-gc', file, ...words], {
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return {
    pid: child.pid,
    tell: (command) => child.send(command),
    async ask(command) {
      child.send(command)
      const [answer] = await once(child, 'message')
      return answer
    },
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.send({ ask: 'end' })
      const late = setTimeout(() => child.kill('SIGKILL'), 5000)
      await gone
      clearTimeout(late)
    },
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}
