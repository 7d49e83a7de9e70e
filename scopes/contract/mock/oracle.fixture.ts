import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonSchema } from './types.ts'

const ajv = formats.default(new Ajv2020({ strict: false, allErrors: false }))

/** A validator that is not ours. */
export function oracle(schema: JsonSchema): ValidateFunction {
  return ajv.compile(schema)
}
