import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { copyWorkspace, run } from '../../scripts/demo/workspace.mjs'
import { root } from '../../scripts/prepare.mjs'

const CLIENTS = {
  'orders-api': `export { ordersApiClient } from '@acme/orders.orders-api.client'`,
  'courier-link': `export { courierLinkClient } from '@acme/dispatch.courier-link.client'`,
}
const BOTH = Object.values(CLIENTS).join('\n')

/** Calls alone, and schemas alone: our clients do both. */
const PEERS = {
  '@trpc/client': `export { createTRPCClient, httpLink } from '@trpc/client'`,
  '@orpc/client': `export { createORPCClient } from '@orpc/client'\nexport { RPCLink } from '@orpc/client/fetch'`,
  zod: `import { z } from 'zod'\nexport const schema = z.object({ email: z.email(), items: z.array(z.object({ sku: z.string() })) })`,
}

/** What a page loads for generated clients, checks included: minified, and as it travels. */
export async function* browserSize() {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
  const peers = join(root, 'bench', 'node_modules', '.cache')
  mkdirSync(peers, { recursive: true })
  try {
    copyWorkspace(folder)
    for (const command of ['link', 'build']) {
      const { code, stderr } = await run(folder, [command])
      if (code !== 0) throw new Error(`tessera ${command}: ${stderr}`)
    }
    for (const [client, source] of Object.entries({ ...CLIENTS, both: BOTH })) {
      yield { line: `client=${client} ${await sizeOf(join(folder, 'page.js'), source)}` }
    }
    for (const [peer, source] of Object.entries(PEERS)) {
      yield { line: `peer=${peer} ${await sizeOf(join(peers, 'page.js'), source)}` }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function sizeOf(entry, source) {
  writeFileSync(entry, source)
  const build = await rolldown({ input: entry, platform: 'browser' })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  const code = output.map((chunk) => chunk.code).join('')
  const kb = (bytes) => (bytes / 1000).toFixed(1)
  return `minified_kb=${kb(Buffer.byteLength(code))} gzip_kb=${kb(gzipSync(code, { level: 9 }).length)}`
}
