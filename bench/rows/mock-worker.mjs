// node mock-worker.mjs speed|valid ours|theirs <seeds> [<set>]: makes values of the corpus, the process being what is measured.
// node mock-worker.mjs warm ours|theirs <seeds> [<set>]: the same twice, with all optional properties; the second is measured.
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import Ajv4 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { mockCorpus } from './mock-corpus.mjs'

const [task, who, seeds, set] = process.argv.slice(2)
const corpus = (await mockCorpus()).filter((one) => set === undefined || one.set === set)
const make = await maker()
const counts = { schemas: 0, values: 0, valid: 0, failed: 0 }

if (task === 'warm') {
  await makeAll(0)
  process.stdout.write(`${JSON.stringify(await makeAll(Number(seeds)))}\n`)
  process.exit()
}

for (const { schema, draft } of corpus) {
  const valid = task === 'valid' ? compile(schema, draft) : undefined
  if (task === 'valid' && valid === undefined) continue
  counts.schemas++
  for (let seed = 1; seed <= Number(seeds); seed++) {
    try {
      const value = await make(schema, seed)
      counts.values++
      if (valid?.(value)) counts.valid++
    } catch {
      counts.failed++
    }
  }
}
process.stdout.write(`${JSON.stringify(counts)}\n`)

/** Values, the characters of their JSON and CPU seconds; writing the JSON is not in the CPU. */
async function makeAll(from) {
  const sums = { values: 0, characters: 0, cpu: 0 }
  for (const { schema } of corpus) {
    const values = []
    const before = process.cpuUsage()
    for (let seed = from + 1; seed <= from + Number(seeds); seed++) {
      try {
        values.push(await make(schema, seed))
      } catch {
        // Its time counts, its value does not.
      }
    }
    const { user, system } = process.cpuUsage(before)
    sums.cpu += (user + system) / 1e6
    sums.values += values.length
    for (const value of values) sums.characters += JSON.stringify(value)?.length ?? 0
  }
  return sums
}

async function maker() {
  const isWarm = task === 'warm'
  if (who === 'ours') {
    const { mockValue } = await import('@tessera/contract.mock')
    return (schema, seed) => mockValue(schema, { seed, optionals: isWarm ? 'all' : 'some' })
  }
  const { generate } = await import('json-schema-faker')
  return (schema, seed) => generate(schema, { seed, alwaysFakeOptionals: isWarm })
}

/** Undefined where ajv itself cannot compile or run the schema. */
function compile(schema, draft) {
  const Draft = { 2020: Ajv2020, 7: Ajv, 4: Ajv4 }[draft]
  try {
    const validate = formats.default(new Draft.default({ strict: false, logger: false })).compile(schema)
    return (value) => validate(value)
  } catch {
    return undefined
  }
}
