import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import fc from 'fast-check'
import { runnerImport } from 'vite'
import { root } from '../../scripts/prepare.mjs'

const folder = join(root, 'scopes', 'contract', 'compare')
const SEED = 20_261_122
const RANDOM_PAIRS = Number(process.env.PAIRS ?? 2000)

/**
 * `compareSchemas` over the pair sets of its tests and random pairs, after a warm-up; the floor is what it takes ajv to
 * compile the two schemas. `refuted` counts verdicts that a sampled value contradicts.
 */
export async function* compareSchemasRow() {
  const { compareSchemas } = await import(join(folder, 'dist', 'index.js'))
  const sets = { relations: await relations(), evolutions: await evolutions(), random: await randomPairs() }
  for (const pair of [...sets.relations, ...sets.evolutions].slice(0, 300)) compareSchemas(pair.old, pair.now, pair)
  for (const [set, pairs] of Object.entries(sets)) {
    const results = pairs.map((pair) => timed(() => compareSchemas(pair.old, pair.now, pair)))
    const times = results.map(({ ms }) => ms)
    const levels = results.map(({ value }) => value.level)
    const floor = pairs.slice(0, 500).map(({ old, now }) => timed(() => [old, now].map(compile)).ms)
    const known = pairs.flatMap(({ level }, index) => (level === undefined ? [] : [level === levels[index]]))
    const refuted = set === 'random' ? await refutations(pairs, levels) : undefined
    const figures = {
      set,
      pairs: pairs.length,
      decided: share(levels.map((level) => level !== 'risky')),
      ...(known.length === 0 ? {} : { right: share(known) }),
      ...(refuted === undefined ? {} : { refuted }),
      median_ms: at(times, 0.5),
      p99_ms: at(times, 0.99),
      floor_median_ms: at(floor, 0.5),
      ratio: (at(times, 0.5) / at(floor, 0.5)).toFixed(2),
    }
    const texts = Object.entries(figures).map(([key, value]) => `${key}=${value}`)
    yield { line: texts.join(' ') }
  }
}

async function fixture(name) {
  const { module } = await runnerImport(join(folder, 'schemas', `${name}.fixture.ts`))
  return module
}

async function relations() {
  const { RELATIONS } = await fixture('relations')
  const pairs = Object.values(RELATIONS).flat()
  return pairs.flatMap(([first, sign, second]) => [
    { policy: 'strict', old: first, now: second, level: sign === 'x' ? 'breaking' : 'compatible' },
    { policy: 'strict', old: second, now: first, level: sign === '=' ? 'compatible' : 'breaking' },
  ])
}

async function evolutions() {
  const { EVOLUTIONS } = await fixture('evolutions')
  return EVOLUTIONS.flatMap(({ old, now, ...levels }) =>
    ['strict', 'lenient'].map((policy) => ({ policy, old, now, level: levels[policy] })),
  )
}

async function randomPairs() {
  const { changedPair } = await fixture('arbitrary')
  const drawn = JSON.parse(JSON.stringify(fc.sample(changedPair(2), { numRuns: RANDOM_PAIRS, seed: SEED })))
  return drawn.map(([old, now]) => ({ policy: 'strict', old, now }))
}

async function refutations(pairs, levels) {
  const { smallValue } = await fixture('arbitrary')
  const values = JSON.parse(JSON.stringify(fc.sample(smallValue, { numRuns: 300, seed: SEED })))
  return pairs.filter(({ old, now }, index) => {
    if (levels[index] !== 'compatible') return false
    const [before, after] = [compile(old), compile(now)]
    return values.some((value) => before(value) === true && after(value) === false)
  }).length
}

/** Undefined is what ajv answers where it cannot compile, as of the drafts before 6, or stumbles over its own code. */
function compile(schema) {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    logger: false,
    allErrors: true,
    formats: fullFormats,
  })
  try {
    const validate = ajv.compile(schema)
    return (value) => {
      try {
        return validate(value)
      } catch {
        return undefined
      }
    }
  } catch {
    return () => undefined
  }
}

function timed(run) {
  const start = performance.now()
  const value = run()
  return { value, ms: performance.now() - start }
}

function at(times, part) {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(3)
}

function share(flags) {
  return (flags.filter(Boolean).length / flags.length).toFixed(4)
}
