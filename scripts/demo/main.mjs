// The main job, end to end: a contract changes, its dependents rebuild, get versions, and are imported elsewhere.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { demoSystem } from './system.mjs'
import { copyWorkspace, run, startService, temporaryFolder } from './workspace.mjs'

const SCOPES = ['acme.shared', 'acme.orders', 'acme.payments', 'acme.dispatch']
const CONTRACT = 'components/orders-api/contract/contract.ts'

/** @param options `system`: whether the reference system is shown at work, too */
export async function demo({ system = true } = {}) {
  const folder = temporaryFolder()
  const shop = join(folder, 'shop')
  const scopes = SCOPES.map((scope) => join(folder, 'scopes', scope))
  const steps = []
  const step = async (title, work) => {
    console.log(`\n── ${title}`)
    const started = performance.now()
    const found = (await work()) ?? {}
    steps.push({ title, seconds: (performance.now() - started) / 1000, ...found })
  }

  mkdirSync(shop)
  copyWorkspace(shop)

  await step('four scopes, a workspace, everything built and tested', async () => {
    for (const scope of scopes) await tessera(folder, 'init', '--bare', scope)
    for (const scope of scopes) await tessera(shop, 'remote', 'add', `file://${scope}`)
    await tessera(shop, 'link')
    return countsOf(await tessera(shop, 'test'))
  })

  await step('first versions, exported', async () => {
    await tessera(shop, 'tag', '-m', 'first')
    await tessera(shop, 'export')
  })

  await step('an order placed: storefront -> orders, over HTTP', () => placeOrder(shop))

  await step('an optional field in the contract', async () => {
    edit(join(shop, CONTRACT), 'status: z.enum(', 'note: z.string().max(200).optional(),\n    status: z.enum(')
    const counts = countsOf(await tessera(shop, 'test'))
    await tessera(shop, 'tag', '-m', 'orders carry a note')
    await tessera(shop, 'export')
    return counts
  })

  await step('a comment in the contract', async () => {
    edit(join(shop, CONTRACT), 'const OrderItem', '// What a customer puts into the basket.\nconst OrderItem')
    return countsOf(await tessera(shop, 'build'))
  })

  await step('a field renamed: who breaks, and where', async () => {
    const before = readFileSync(join(shop, CONTRACT), 'utf8')
    edit(join(shop, CONTRACT), 'total: Money', 'amountDue: Money')
    const counts = countsOf(await tessera(shop, 'build', { fails: true }))
    await tessera(shop, 'breaking', 'orders-api/contract', { fails: true })
    writeFileSync(join(shop, CONTRACT), before)
    return counts
  })

  await step('the client imported into another workspace, tested there with mocks', async () => {
    const other = join(folder, 'other')
    mkdirSync(other)
    await tessera(other, 'init', '--default-scope', 'other.app')
    for (const scope of scopes) await tessera(other, 'remote', 'add', `file://${scope}`)
    await tessera(other, 'import', 'acme.orders/orders-api/client')
    return countsOf(await tessera(other, 'test'))
  })

  printTable(steps)
  return system ? demoSystem({ shop }) : 0
}

/** Runs `tessera`, shows the call and what it said, and stops the demo when it ends otherwise than expected. */
async function tessera(folder, ...words) {
  const options = typeof words.at(-1) === 'object' ? words.pop() : {}
  console.log(`$ tessera ${words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ')}`)
  const result = await run(folder, words)
  process.stdout.write(indent(result.stdout + result.stderr))
  if (result.code !== (options.fails === true ? 1 : 0)) throw new Error(`tessera ${words[0]} ended with ${result.code}`)
  return result
}

async function placeOrder(shop) {
  const orders = await startService(join(shop, 'consumers', 'orders'), { PORT: '0' })
  const storefront = await startService(join(shop, 'consumers', 'storefront'), { PORT: '0', ORDERS_URL: orders.url })
  try {
    const basket = { email: 'ann@example.com', lines: [{ sku: 'tea', quantity: 2, cents: 450 }] }
    const answer = await fetch(`${storefront.url}/checkout`, { method: 'POST', body: JSON.stringify(basket) })
    const receipt = await answer.text()
    if (!answer.ok) throw new Error(`checkout failed: ${receipt}`)
    console.log(`  POST ${storefront.url}/checkout -> ${receipt}`)
  } finally {
    await storefront.stop()
    await orders.stop()
  }
}

/** The numbers of the line that ends a build: `5 built, 2 failed, 4 untouched`. */
function countsOf({ stderr }) {
  const line = stderr.split('\n').findLast((text) => / in [\d.]+ s$/.test(text)) ?? ''
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0)
  return {
    rebuilt: count('built'),
    'cut off': count('unchanged'),
    untouched: count('untouched') + count('cached'),
    failed: count('failed') + count('blocked'),
  }
}

function printTable(steps) {
  const columns = ['rebuilt', 'cut off', 'untouched', 'failed']
  const width = Math.max(...steps.map((step) => step.title.length))
  console.log(`\n${''.padEnd(width)}  ${columns.map((column) => column.padStart(9)).join('  ')}     time`)
  for (const step of steps) {
    const cells = columns.map((column) => String(step[column] ?? '').padStart(9))
    console.log(`${step.title.padEnd(width)}  ${cells.join('  ')}  ${step.seconds.toFixed(1).padStart(5)} s`)
  }
}

function edit(file, from, to) {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no "${from}"`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text.replace(from, to))
}

function indent(text) {
  return text.replace(/^(?=.)/gm, '  ')
}
