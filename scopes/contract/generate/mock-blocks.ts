import type { MockCodecs } from './mock-codecs.ts'
import { payloadSchema } from './mock-schemas.ts'
import { type Model, slotOf } from './model.ts'
import { pascalCase } from './names.ts'
import { refName } from './schema.ts'

/** What mocks are made of. */
export interface Mocking {
  readonly model: Model
  readonly codecs: MockCodecs
}

/** What one pattern adds to the mocks. */
export interface MockBlocks {
  readonly imports: readonly string[]
  /** Of the types part. */
  readonly types: readonly string[]
  /** Of `schemas.ts`, besides `defs` and payloads. */
  readonly schemas: readonly string[]
  /** Names of functions. */
  readonly taken: readonly string[]
  readonly code: readonly string[]
}

/** An arrow function from a seed to a payload that a writer may send. */
export function sampleCode({ model, codecs }: Mocking, at: string, type: string): string {
  const { schema } = slotOf(model, at)
  const base = model.types.slots.get(at)?.base ?? pascalCase(refName(schema) ?? at)
  const codec = codecs.ofType(base, schema)
  const options = `{ defs, seed, side: 'write' }${codec === undefined ? '' : `, ${codec}`}`
  return `(seed) => mock<${type}>(${payloadSchema(model, at)}, ${options})`
}
