import { isRecord } from '@tessera/core.model'
import type { Imported } from './exchange.ts'
import { type AsyncApiOptions, fromAsyncApi } from './from-asyncapi.ts'
import { fromJsonSchema } from './from-json-schema.ts'
import { fromOpenApi } from './from-openapi.ts'
import { parseSource } from './read/source.ts'

/**
 * A contract from a document of whatever kind: OpenAPI, AsyncAPI, or else JSON Schema.
 * @throws TesseraError as `fromOpenApi`, `fromAsyncApi` and `fromJsonSchema` do
 */
export function fromDocument(document: unknown, options: AsyncApiOptions = {}): Imported {
  const value = typeof document === 'string' ? parseSource(document, options.file ?? 'document').value : document
  if (isRecord(value) && ('openapi' in value || 'swagger' in value)) return fromOpenApi(document, options)
  return isRecord(value) && 'asyncapi' in value ? fromAsyncApi(document, options) : fromJsonSchema(document, options)
}
