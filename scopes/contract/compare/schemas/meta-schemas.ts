import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { Ajv } from 'ajv'

/** The schema of draft 7's schemas: one file. Those of later drafts are many, and only a validator knows them. */
const DRAFT_7 = 'http://json-schema.org/draft-07/schema'

let ajv: Ajv | undefined

/** A schema that everybody may refer to; undefined where the URI is of none. */
export function metaSchema(uri: string): JsonSchemaObject | undefined {
  if (uri !== DRAFT_7) return undefined
  ajv ??= new Ajv({ validateSchema: false })
  const schema: JsonSchema | undefined = ajv.schemas[uri]?.schema
  return typeof schema === 'object' ? schema : undefined
}

export const META_SCHEMAS: readonly string[] = [DRAFT_7]
