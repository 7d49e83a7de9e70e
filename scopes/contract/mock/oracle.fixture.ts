import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { EmptySchema, MockError, mockValue } from './index.ts'
import type { JsonSchema, MockOptions } from './types.ts'

const ajv = formats.default(new Ajv2020({ strict: false, allErrors: false }))

/**
 * A validator that is not ours. It has no opinion (`unsure`) where ajv's own code does not run: it makes such code of
 * `prefixItems` and `contains` within some branches.
 */
export function oracle(schema: JsonSchema): (value: unknown) => boolean | 'unsure' {
  const validate = ajv.compile(schema)
  return (value) => {
    try {
      return validate(value)
    } catch (error) {
      if (error instanceof ReferenceError) return 'unsure'
      throw error
    }
  }
}

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly reason: 'empty' | 'gave-up'
      readonly keyword: string
      readonly pointer: string
      readonly message: string
    }

/** What `mockValue` returns or throws, as data. */
export function outcome(schema: JsonSchema, options: MockOptions = {}): Outcome {
  try {
    return { ok: true, value: mockValue(schema, options) }
  } catch (error) {
    if (!(error instanceof MockError)) throw error
    const { keyword, pointer, message } = error
    return { ok: false, reason: error instanceof EmptySchema ? 'empty' : 'gave-up', keyword, pointer, message }
  }
}
