import type { JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { mocked } from './mocked.ts'
import { setOwn } from './values.ts'

export interface SearchOptions {
  readonly seed: number
  readonly defs: Readonly<Record<string, JsonSchema>>
  /** When to stop, as `performance.now()` counts. */
  readonly deadline: number
}

const MOCKS = 24
const MOST_MUTANTS = 400
/** What a value is replaced with, to see whether that is noticed. */
const PROBES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  1e9,
  '',
  'a',
  'A',
  '0',
  ' ',
  [],
  {},
  ['a'],
  { a: 1 },
]

/** A value of the schema that passes: samples of it, then samples with one place changed. */
export function searchWitness(
  schema: JsonSchema,
  passes: (value: unknown) => boolean,
  { seed, defs, deadline }: SearchOptions,
): { readonly value: unknown } | undefined {
  const candidates = function* (): Generator<unknown> {
    const samples: unknown[] = []
    for (const sample of mocked(schema, { count: MOCKS, seed, defs })) {
      samples.push(sample)
      yield sample
    }
    yield* PROBES
    for (const sample of samples.slice(0, 4)) yield* mutants(sample)
  }
  let count = 0
  for (const value of candidates()) {
    if (++count > MOST_MUTANTS || performance.now() > deadline) return undefined
    if (passes(value)) return { value }
  }
  return undefined
}

/** The value with one place replaced, left out or doubled. */
function* mutants(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const index of value.keys()) {
      yield value.toSpliced(index, 1)
      yield value.toSpliced(index, 0, value[index])
      for (const item of inner(value[index])) yield value.with(index, item)
    }
  } else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      yield withProperty(value, name, undefined)
      for (const item of inner(value[name])) yield withProperty(value, name, { value: item })
    }
  }
}

function* inner(value: unknown): Generator<unknown> {
  yield* PROBES
  yield* mutants(value)
}

function withProperty(
  value: Readonly<Record<string, unknown>>,
  name: string,
  replaced: { readonly value: unknown } | undefined,
): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) if (key !== name) setOwn(copy, key, value[key])
  if (replaced !== undefined) setOwn(copy, name, replaced.value)
  return copy
}
