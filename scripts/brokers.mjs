// node scripts/brokers.mjs [--check]: the matrix of docs/brokers.md, from what the conformance suite wrote of each adapter.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const doc = join(root, 'docs', 'brokers.md')
const [begin, end] = ['<!-- written by scripts/brokers.mjs -->', '<!-- end -->']

/** Where the tests of an adapter write what became of each case. */
const adapters = {
  'memory:': ['broker/conformance-memory.json'],
  'embedded:': ['broker/conformance-embedded.json', 'broker/faults-embedded.json'],
  'amqp:': ['broker-amqp/conformance.json', 'broker-amqp/faults.json'],
  'nats:': ['broker-nats/conformance.json', 'broker-nats/faults.json'],
  'redis:': ['broker-redis/conformance.json', 'broker-redis/faults.json'],
  'sqs:': ['broker-sqs/conformance.json', 'broker-sqs/faults.json'],
}
const marks = { passes: '✓', fails: '✖', 'not run': '–' }

const text = readFileSync(doc, 'utf8')
const [before] = text.split(begin)
const [, after] = text.split(end)
const wanted = `${before}${begin}\n\n${matrix()}\n\n${end}${after}`

if (!process.argv.includes('--check')) writeFileSync(doc, wanted)
else if (text !== wanted) {
  console.error('docs/brokers.md is not what the suite gives: node scripts/brokers.mjs')
  process.exit(1)
}

function matrix() {
  const columns = Object.values(adapters).map((files) => Object.assign({}, ...files.map(read)))
  const names = [...new Set(columns.flatMap(Object.keys))]
  const rows = names.map((name) =>
    row(
      name,
      columns.map((column) => marks[column[name] ?? 'not run']),
    ),
  )
  return [
    row(
      '',
      Object.keys(adapters).map((name) => `\`${name}\``),
    ),
    row(
      '---',
      columns.map(() => '---'),
    ),
    ...rows,
  ].join('\n')
}

function row(first, cells) {
  return `| ${[first, ...cells].join(' | ')} |`
}

function read(file) {
  const path = join(root, 'scopes', 'runtime', file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}
