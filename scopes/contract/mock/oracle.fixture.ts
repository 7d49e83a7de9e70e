import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonSchema } from './types.ts'

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
