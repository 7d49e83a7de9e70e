import { isRecord, type ComponentId } from '@tessera/core.model'
import { fieldsOf, readFields, restOf, type Fields } from './fields.ts'
import type { RawObject, VersionDependency, VersionFile, VersionLog, VersionObject } from './types.ts'

const OWN_KEYS = new Set([
  'files',
  'mainFile',
  'bindingPrefix',
  'schema',
  'log',
  'dependencies',
  'devDependencies',
  'flattenedDependencies',
  'extensions',
  'packageDependencies',
  'devPackageDependencies',
  'peerPackageDependencies',
  'parents',
])

/** @throws TesseraError `CORRUPT_OBJECT` */
export function decodeVersion(object: RawObject): VersionObject {
  const fields = readFields(object)
  if (object.type !== 'Version') fields.fail('it is no Version')
  const bindingPrefix = fields.optionalString('bindingPrefix')
  const schema = fields.optionalString('schema')
  const rest = restOf(fields.record, OWN_KEYS)
  return {
    files: fields.list('files').map((file) => readFile(fieldsOf(`a file of Version ${object.hash}`, file))),
    mainFile: fields.string('mainFile'),
    ...(bindingPrefix === undefined ? {} : { bindingPrefix }),
    ...(schema === undefined ? {} : { schema }),
    log: readLog(fieldsOf(`the log of Version ${object.hash}`, fields.record['log'])),
    dependencies: fields.list('dependencies').map((dependency) => readDependency(fields, dependency)),
    devDependencies: fields.list('devDependencies').map((dependency) => readDependency(fields, dependency)),
    flattenedDependencies: fields.list('flattenedDependencies').map((id) => readId(fields, id)),
    packageDependencies: fields.strings('packageDependencies'),
    devPackageDependencies: fields.strings('devPackageDependencies'),
    peerPackageDependencies: fields.strings('peerPackageDependencies'),
    extensions: fields.list('extensions'),
    parents: fields.list('parents').map(String),
    ...(rest === undefined ? {} : { rest }),
  }
}

function readFile(fields: Fields): VersionFile {
  return {
    file: fields.string('file'),
    relativePath: fields.string('relativePath'),
    name: fields.string('name'),
    test: fields.record['test'] === true,
  }
}

function readLog(fields: Fields): VersionLog {
  const { message } = fields.record
  const username = fields.optionalString('username')
  const email = fields.optionalString('email')
  return {
    // Bit once stored `true` for an empty message.
    message: typeof message === 'string' ? message : '',
    date: String(fields.record['date'] ?? ''),
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email }),
  }
}

/** An object with its `id`, or in old versions only the id. */
function readDependency(fields: Fields, value: unknown): VersionDependency {
  if (!isRecord(value) || !('id' in value)) return { id: readId(fields, value), relativePaths: [] }
  const { id, relativePaths, packageName, versionRange } = value
  return {
    id: readId(fields, id),
    relativePaths: Array.isArray(relativePaths) ? relativePaths : [],
    ...(typeof packageName === 'string' ? { packageName } : {}),
    ...(typeof versionRange === 'string' ? { versionRange } : {}),
  }
}

/** `{scope, name, version}`, `"scope/name@version"`, or with the `box` that names once had. */
function readId(fields: Fields, value: unknown): ComponentId {
  if (typeof value === 'string') return parseId(value) ?? fields.fail(`"${value}" is no component id`)
  if (!isRecord(value)) return fields.fail('a dependency has no id')
  const { scope, box, name, version } = value
  if (typeof scope !== 'string' || typeof name !== 'string') return fields.fail('a dependency has no scope or no name')
  const fullName = typeof box === 'string' ? `${box}/${name}` : name
  return typeof version === 'string' ? { scope, name: fullName, version } : { scope, name: fullName }
}

/** More lenient than `parseComponentId`: what an old Bit stored is kept, whether or not the name would pass today. */
function parseId(text: string): ComponentId | undefined {
  const [, scope, name, version] = /^([^/@]+)\/([^@]+)(?:@(.+))?$/.exec(text) ?? []
  if (scope === undefined || name === undefined) return undefined
  return version === undefined ? { scope, name } : { scope, name, version }
}
