import { isRecord, type TesseraError } from '@tessera/core.model'
import { unsupported } from '../read/head.ts'
import { member, type Place } from '../read/place.ts'
import type { Dialect } from '../schema/translate.ts'

const WANTED = 'OpenAPI 3.0 and 3.1 are read'

/** The dialect of the schemas of an OpenAPI document. @throws TesseraError `UNSUPPORTED_VERSION` */
export function openApiDialect(root: Place): Dialect {
  const version = String(member(root, 'openapi').value ?? '')
  if (/^3\.0(\.|$)/.test(version)) return 'openapi-3.0'
  if (/^3\.[12](\.|$)/.test(version)) return '2020-12'
  throw notOpenApi(root, version)
}

function notOpenApi(root: Place, version: string): TesseraError {
  const { value } = root
  if (isRecord(value) && 'swagger' in value) {
    const hint = `${WANTED}: convert it first, for instance with npx swagger2openapi`
    return unsupported(root, `Swagger ${String(value['swagger'])}, which came before OpenAPI 3`, hint)
  }
  if (version !== '') return unsupported(root, `OpenAPI ${version}`, WANTED)
  const other = isRecord(value) && 'asyncapi' in value ? ' but AsyncAPI: read it with fromAsyncApi' : ''
  return unsupported(root, `no OpenAPI document${other}: it has no "openapi"`, WANTED)
}
