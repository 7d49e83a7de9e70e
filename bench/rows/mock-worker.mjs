// node mock-worker.mjs speed|valid ours|theirs <seeds> [<set>]: makes values of the corpus, the process being what is measured.
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import Ajv4 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { mockCorpus } from './mock-corpus.mjs'

const [task, who, seeds, set] = process.argv.slice(2)
const corpus = (await mockCorpus()).filter((one) => set === undefined || one.set === set)
const make = await maker()
const counts = { schemas: 0, values: 0, valid: 0, failed: 0 }

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

async function maker() {
  if (who === 'ours') {
    const { mockValue } = await import('@tessera/contract.mock')
    return (schema, seed) => mockValue(schema, { seed })
  }
  const { generate } = await import('json-schema-faker')
  return (schema, seed) => generate(schema, { seed })
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
