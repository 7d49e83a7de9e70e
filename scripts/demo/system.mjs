// The reference system: six services over all four patterns, an hour of business in some seconds, and two of them killed.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { copyWorkspace, run, temporaryFolder, tesseraBinary } from './workspace.mjs'

const ORDERS = 360
/** Business seconds that pass in a real one: 360 orders, one each ten seconds, are an hour. */
const HASTE = 600

/**
 * Brings the system up, sells, kills a payment replica and the broker in the middle, and tells what became of each order.
 * @param options `shop`: a copy of the workspace, made where there is none; `broker`: the URL of one that runs elsewhere
 */
export async function demoSystem({ shop, broker } = {}) {
  const folder = shop ?? copyShop()
  await build(folder)
  const data = join(folder, '.tessera', 'demo')
  mkdirSync(data, { recursive: true })
  const stage = createStage(folder)
  const interrupt = () => void stage.end().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupt)
  try {
    const place = broker ?? `embedded:${join(data, 'broker')}`
    const brokerProcess = broker === undefined ? await startBroker(stage, join(data, 'broker')) : undefined
    const env = { BROKER: place, DATA: join(data, 'orders') }
    const { storefront, replicas } = await bringUp(stage, env)
    console.log(
      `\n── ${stage.running()} processes on ${broker === undefined ? 'the embedded broker' : hideCredentials(broker)}`,
    )
    console.log(`── an hour of business: ${ORDERS} orders, one each ten seconds, ${HASTE} times as fast`)
    const business = sell(storefront.address, stage)
    // Awaited below; until then a failure must not end this process before its children.
    business.catch(() => {})
    await wait(1500)
    replicas[1].kill()
    stage.say('payments-2 was killed (SIGKILL)')
    await wait(1000)
    if (brokerProcess === undefined) stage.say('the broker is not ours to kill')
    else {
      brokerProcess.kill()
      stage.say('the broker was killed (SIGKILL)')
      stage.say('whichever service misses it first starts it again')
    }
    await startPayments(stage, env, 2)
    stage.say('payments-2 is back')
    const receipts = await business
    await settle(stage, receipts)
    return report(stage, receipts)
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupt)
    await stage.end()
  }
}

function copyShop() {
  const shop = join(temporaryFolder(), 'shop')
  mkdirSync(shop)
  copyWorkspace(shop)
  return shop
}

async function build(shop) {
  for (const words of [['link'], ['build']]) {
    const { code, stdout, stderr } = await run(shop, words)
    if (code !== 0) throw new Error(`tessera ${words[0]} ended with ${code}\n${stdout}${stderr}`)
  }
}

async function bringUp(stage, env) {
  const orders = await stage.start('orders', env)
  const ORDERS_URL = orders.address
  const [dispatch, storefront] = await Promise.all([
    stage.start('dispatch', { ...env, ORDERS_URL }),
    stage.start('storefront', { ORDERS_URL }),
    stage.start('notifications', { ...env, ORDERS_URL }),
  ])
  const replicas = await Promise.all([1, 2, 3].map((number) => startPayments(stage, env, number)))
  await stage.start('courier', { DISPATCH_URL: dispatch.address, COURIERS: '20' })
  return { storefront, replicas }
}

function startPayments(stage, env, number) {
  return stage.start('payments', { ...env, REPLICA: String(number) })
}

async function startBroker(stage, folder) {
  return stage.launch('broker', [tesseraBinary, 'broker', folder], {})
}

/** Starts processes, and gathers the lines of JSON in which they tell what they do. */
function createStage(shop) {
  const processes = new Set()
  const told = []
  const began = Date.now()

  /** Resolves when the process says that it is up. */
  function launch(name, words, env) {
    const child = spawn(process.execPath, words, {
      cwd: shop,
      env: { ...process.env, ...env, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    processes.add(child)
    return new Promise((resolve, reject) => {
      let rest = ''
      let errors = ''
      const hear = (line) => {
        if (line.startsWith('{')) told.push(JSON.parse(line))
        else resolve({ address: /(?:http|tcp):\/\/\S+/.exec(line)?.[0], kill: () => child.kill('SIGKILL') })
      }
      const read = (chunk) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop()
        lines.forEach(hear)
      }
      child.stdout.setEncoding('utf8').on('data', read)
      child.stderr.setEncoding('utf8').on('data', (text) => {
        errors = (errors + text).slice(-4000)
        // The broker of the command line speaks on its error stream.
        if (/ runs, /.test(text)) hear(text)
      })
      child.once('exit', (code, signal) => {
        processes.delete(child)
        reject(new Error(`${name} ended with ${code ?? signal}\n${errors}`))
        if (code !== 0 && signal === null) console.error(`${name} ended with ${code}\n${errors}`)
      })
    })
  }

  return {
    told,
    launch,
    start: (name, env) => launch(name, [join(shop, 'consumers', name, 'dist', 'main.js')], { PORT: '0', ...env }),
    running: () => processes.size,
    say: (text) => console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`),
    async end() {
      await Promise.all(
        [...processes].map(async (child) => {
          const gone = new Promise((resolve) => child.once('exit', resolve))
          child.kill('SIGTERM')
          const late = setTimeout(() => child.kill('SIGKILL'), 5000)
          await gone
          clearTimeout(late)
        }),
      )
    },
  }
}

/** How often a customer tries. */
const PATIENCE = 50

/** Places the orders of an hour; one that fails is placed again, as a customer would. */
async function sell(url, stage) {
  const receipts = []
  let again = 0
  async function checkout(number) {
    const basket = { email: `customer-${number}@example.com`, lines: [{ sku: 'tea', quantity: 2, cents: 450 }] }
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(`${url}/checkout`, { method: 'POST', body: JSON.stringify(basket) })
      if (answer.ok) return receipts.push(await answer.json())
      if (tries === PATIENCE) throw new Error(`customer ${number} gave up: ${await answer.text()}`)
      again += 1
      await wait(100)
    }
  }
  const customers = []
  for (let number = 0; number < ORDERS; number += 1) {
    customers.push(checkout(number))
    await wait((3600 / ORDERS / HASTE) * 1000)
  }
  await Promise.all(customers)
  stage.say(`${receipts.length} orders placed${again === 0 ? '' : `, ${again} at a second try`}`)
  return receipts
}

/** Waits until every order has been delivered, or nothing happens any more. */
async function settle(stage, receipts) {
  let [before, since] = [-1, Date.now()]
  for (;;) {
    const delivered = countOf(stage, 'delivered').size
    if (delivered === receipts.length) return
    if (delivered !== before) [before, since] = [delivered, Date.now()]
    if (Date.now() - since > 45_000) return
    await wait(50)
  }
}

function countOf({ told }, what) {
  return new Set(told.filter((line) => line.what === what).map(({ orderId }) => orderId))
}

function report(stage, receipts) {
  const steps = ['placed', 'charged', 'paid', 'assigned', 'delivered']
  const counts = Object.fromEntries(steps.map((what) => [what, countOf(stage, what).size]))
  const lost = receipts.filter(({ orderId }) => !countOf(stage, 'delivered').has(orderId))
  stage.say(`${counts.delivered} orders delivered`)
  const work = (what) => stage.told.filter((line) => line.what === what).length
  console.log(`\n${'of each order'.padEnd(14)}${'orders'.padStart(8)}${'times'.padStart(8)}`)
  for (const what of steps)
    console.log(`${what.padEnd(14)}${String(counts[what]).padStart(8)}${String(work(what)).padStart(8)}`)
  console.log(
    `${'mailed'.padEnd(14)}${String(countOf(stage, 'mailed').size).padStart(8)}${String(work('mailed')).padStart(8)}`,
  )
  showTrace(stage)
  console.log(
    lost.length === 0
      ? '\n✔ nothing was lost'
      : `\n✖ ${lost.length} orders were lost: ${lost.slice(0, 5).map(({ orderId }) => orderId)}`,
  )
  return lost.length === 0 ? 0 : 1
}

const PATTERNS = {
  'checked out': 'HTTP, client of orders-api',
  placed: 'HTTP, server of orders-api; event "placed"; message "charge"',
  charged: 'message "charge"; message "settled"',
  paid: 'message "settled"; event "paid"',
  assigned: 'event "paid"; socket "assign"',
  rides: 'socket "assign"',
  mailed: 'event "paid"; HTTP for its details',
  delivered: 'socket "delivered"',
}

/** One order that went through all four patterns: one trace id, whichever process told of it. */
function showTrace({ told }) {
  const traceOf = ({ traceparent = '' }) => traceparent.split('-')[1]
  const mailed = told.find(({ what }) => what === 'mailed') ?? told.find(({ what }) => what === 'rides')
  if (mailed === undefined) return
  const trace = traceOf(mailed)
  const steps = told.filter((line) => traceOf(line) === trace).toSorted((a, b) => a.at - b.at)
  console.log(`\ntrace ${trace}, order ${mailed.orderId}`)
  for (const { service, what, at } of steps) {
    console.log(
      `  ${`${at - steps[0].at} ms`.padStart(8)}  ${service.padEnd(14)}${what.padEnd(13)}${PATTERNS[what] ?? ''}`,
    )
  }
}

function hideCredentials(url) {
  return url.replace(/\/\/[^/@]*@/, '//')
}
