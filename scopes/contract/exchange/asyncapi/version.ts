import { isRecord } from '@tessera/core.model'
import { unsupported } from '../read/head.ts'
import { member, type Place } from '../read/place.ts'

const WANTED = 'AsyncAPI 3 is read'

/** @throws TesseraError `UNSUPPORTED_VERSION` */
export function refuseOtherVersions(root: Place): void {
  const version = String(member(root, 'asyncapi').value ?? '')
  if (/^3\.\d/.test(version)) return
  if (/^[12]\./.test(version)) {
    const hint = `${WANTED}: convert it first, for instance with npx @asyncapi/converter`
    throw unsupported(root, `AsyncAPI ${version}, which says otherwise who sends`, hint)
  }
  if (version !== '') throw unsupported(root, `AsyncAPI ${version}`, WANTED)
  const other = isRecord(root.value) && 'openapi' in root.value ? ' but OpenAPI: read it with fromOpenApi' : ''
  throw unsupported(root, `no AsyncAPI document${other}: it has no "asyncapi"`, WANTED)
}
