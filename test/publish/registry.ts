import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const program = join(import.meta.dirname, 'node_modules', 'verdaccio', 'bin', 'verdaccio')

/** A real registry in a process of its own, with nothing behind it. */
export interface TestRegistry {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string
  /** Makes a person; answers the token. */
  login(name: string): Promise<string>
  stop(): Promise<void>
}

/** Who may publish what, by pattern of package name; the first that fits counts. */
export type Rules = Readonly<Record<string, string>>

/** Verdaccio on a free port of 127.0.0.1. What is published stays in the folder when it is started there again. */
export async function startRegistry(folder: string, publishers: Rules = {}): Promise<TestRegistry> {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const packages = Object.entries({ ...publishers, '@*/*': '$authenticated' }).map(
    ([pattern, who]) =>
      `  '${pattern}':\n    access: ${pattern.startsWith('@tessera') ? '$all' : '$authenticated'}\n    publish: ${who}`,
  )
  const config = [
    `storage: ${join(folder, 'storage')}`,
    `auth:\n  htpasswd:\n    file: ${join(folder, 'htpasswd')}\n    algorithm: bcrypt\n    rounds: 4`,
    'uplinks: {}',
    `packages:\n${packages.join('\n')}`,
    'web:\n  enable: false',
    'max_body_size: 50mb',
    'log: { type: stdout, format: pretty, level: warn }',
  ]
  writeFileSync(join(folder, 'config.yaml'), `${config.join('\n')}\n`)
  const url = `http://127.0.0.1:${port}/`
  const args = [program, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += String(data)))
  await answers(url, child, () => said)
  return { url, login: (name) => login(url, name), stop: () => stop(child) }
}

async function login(url: string, name: string): Promise<string> {
  const response = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: `${name}-of-acme` }),
  })
  const { token } = (await response.json()) as { token?: string }
  if (token === undefined) throw new Error(`no token for ${name}: ${response.status}`)
  return token
}

async function answers(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`verdaccio ended with ${child.exitCode}\n${said()}`)
    const pinged = await fetch(`${url}-/ping`).catch(() => undefined)
    if (pinged?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
