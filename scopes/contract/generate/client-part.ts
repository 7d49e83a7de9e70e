import { checksFile } from './checks-file.ts'
import { definitionFile } from './definition-file.ts'
import { type Model, partPackage } from './model.ts'
import { docComment } from './names.ts'

/** The client: a typed function that connects, over the definition and its checks. */
export function clientPart(model: Model): Record<string, string> {
  return {
    'index.ts': index(model),
    'definition.ts': definitionFile(model),
    'checks.ts': checksFile(model, 'consumer'),
  }
}

function index(model: Model): string {
  const { name, value, document } = model
  const types = partPackage(document, 'types')
  const first = model.operations[0]
  const example = first === undefined ? undefined : `@example const reply = await client.call.${first.key}(…)`
  return `import { connectHttp, type HttpClient, type HttpClientOptions } from '@tessera/runtime.http/client'
import type { ${name} } from '${types}'
import { definition } from './definition.ts'

export type * from '${types}'

/** A client of ${document.id}: \`call\` has its operations. */
export type ${name}Client = HttpClient<${name}>
export type ${name}ClientOptions = HttpClientOptions

${docComment([document.summary, document.description, 'Requests and replies are validated; calls reject with a RuntimeError where they fail.', example])}export function ${value}Client(options: ${name}ClientOptions): ${name}Client {
  return connectHttp<${name}>(definition, options)
}
`
}
