import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { XMLParser } from 'fast-xml-parser'
import { expect } from 'vitest'
import { tesseraBinary } from '../scripts/demo/workspace.mjs'
import { test } from './rig.ts'

test('a mock that is served keeps to its contract', async ({ rig }) => {
  await rig.reference('shop')
  const server = spawn(process.execPath, [tesseraBinary, 'mock', 'serve', 'orders-api'], { cwd: rig.path('shop') })
  try {
    const url = await urlSaid(server)
    const { code, stdout } = await rig.tessera('shop', 'check', 'orders-api', '--provider', url)
    expect(stdout).toMatch(/✔ createOrder {2}\d+ tried {2}201 ×\d+, 400 ×\d+/)
    expect(stdout).toContain('none breaks the contract')
    expect(code).toBe(0)
  } finally {
    server.kill('SIGINT')
    await once(server, 'close')
  }
})

test('a provider in another language that breaks it is reported, for people and for build servers', async ({ rig }) => {
  await rig.reference('shop')
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":5}'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const check = ['check', 'orders-api', '--provider', url, '--operation', 'listOrders']
  try {
    const { code, stdout, stderr } = await rig.tessera('shop', ...check)
    expect(code).toBe(1)
    expect(stdout).toMatch(/invalid-body {2}the body has no "orders"\n +again: curl -i -X GET 'http:/)
    expect(stderr).toContain('next: each line after "again:" repeats a case')
    const junit = await rig.tessera('shop', ...check, '--format', 'junit')
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(junit.stdout) as {
      testsuites: Record<string, string>
    }
    expect(Number(testsuites['@_failures'])).toBeGreaterThan(5)
  } finally {
    server.close()
  }
})

test('a provider that cannot be reached, and a URL that is none', async ({ rig }) => {
  await rig.reference('shop')
  const nobody = await rig.tessera('shop', 'check', 'courier-link', '--provider', 'tcp://127.0.0.1:1')
  expect(nobody.code).toBe(1)
  expect(nobody.stderr).toContain('NO_PROVIDER')
  const none = await rig.tessera('shop', 'check', 'orders-api')
  expect(none.code).toBe(2)
  expect(none.stderr).toContain('--provider http://localhost:3000')
})

/** The address that a server says it serves at. */
async function urlSaid({ stdout, stderr }: ChildProcessWithoutNullStreams): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    for (const stream of [stdout, stderr]) {
      stream.on('data', (data) => {
        const found = /http:\/\/[\d.]+:\d+/.exec((text += String(data)))
        if (found) resolve(found[0])
      })
      stream.on('end', () => reject(new Error(text)))
    }
  })
}
