import { payloadSchema } from './mock-schemas.ts'
import type { Model } from './model.ts'

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
export function sampleCode(model: Model, at: string, type: string): string {
  return `(seed) => mock<${type}>(${payloadSchema(model, at)}, { defs, seed, side: 'write' })`
}
