import type { JsonSchema } from '@tessera/contract.define/document'
import { type ChecksWriter, checksWriter } from './checks-writer.ts'
import { codecTest } from './codecs.ts'
import { requestSchema, responseSchemas } from './mock-schemas.ts'
import type { Model, Operation } from './model.ts'
import { lowerFirst, nameBook } from './names.ts'

/** What turns mock values into what a reader is handed, where that is not what travels. */
export interface MockCodecs {
  /** The codec of a type, as code; nothing where what travels is worked with. */
  ofType(base: string, schema: JsonSchema): string | undefined
  ofRequest(operation: Operation): string | undefined
  /** Of the reply whose status the variable `status` holds. */
  ofReply(operation: Operation): string | undefined
  /** What was asked for: a file, and the names it exports. */
  file(): { readonly source: string; readonly names: readonly string[] } | undefined
}

export function mockCodecs(model: Model): MockCodecs {
  const converts = codecTest(model.defs)
  const names = nameBook()
  const writer = checksWriter(model.defs, model.types.fills, [])
  const known = new Map<string, string>()
  const constants: string[] = []

  function declare(key: string, wanted: string, type: string, code: () => string): string {
    const found = known.get(key)
    if (found !== undefined) return found
    const name = names.take(wanted)
    known.set(key, name)
    constants.push(`export const ${name}: ${type} = ${code()}\n`)
    return name
  }

  return {
    ofType(base, schema) {
      if (!converts(schema)) return undefined
      return declare(`type ${base}`, `${lowerFirst(base)}Codec`, 'MockCodec', () => pairCode(schema, base, writer))
    },
    ofRequest(operation) {
      const schema = requestSchema(model, operation)
      if (!converts(schema)) return undefined
      const base = `${operation.name}Request`
      return declare(`request ${operation.key}`, `${lowerFirst(base)}Codec`, 'MockCodec', () =>
        pairCode(schema, base, writer),
      )
    },
    ofReply(operation) {
      const replies = responseSchemas(model, operation).filter(([, schema]) => converts(schema))
      if (replies.length === 0) return undefined
      const name = declare(`reply ${operation.key}`, `${lowerFirst(operation.name)}ReplyCodecs`, BY_STATUS, () => {
        const members = replies.map(
          ([status, schema]) => `${status}: ${pairCode(schema, `${operation.name}${status}`, writer)},\n`,
        )
        return `{\n${members.join('')}}`
      })
      return `${name}[status]`
    },
    file() {
      if (constants.length === 0) return undefined
      const { imports, functions } = writer.source()
      const checks = functions.includes('issues: Issue[]') ? ['type Check', 'type Issue'] : []
      const runtime = [...checks, ...imports].join(', ')
      const source = `import type { MockCodec } from '@tessera/contract.mock'
${runtime === '' ? '' : `import { ${runtime} } from '@tessera/runtime.core'\n`}
${constants.join('\n')}
${functions}`
      return { source, names: [...known.values()].toSorted() }
    },
  }
}

const BY_STATUS = 'Readonly<Record<number, MockCodec | undefined>>'

function pairCode(schema: JsonSchema, hint: string, writer: ChecksWriter): string {
  return `{ encode: ${writer.call('encode', schema, hint)}, decode: ${writer.call('decode', schema, hint)} }`
}
