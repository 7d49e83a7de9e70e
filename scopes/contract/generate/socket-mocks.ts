import { type MockBlocks, sampleCode } from './mock-blocks.ts'
import type { Model } from './model.ts'
import { literal } from './names.ts'
import { entriesCode, objectCode } from './object-code.ts'

/** A scripted provider on a real socket. */
export function socketMocks(model: Model): MockBlocks {
  const { name, value, document } = model
  return {
    imports: [
      `import {
        type MockSocketPeer,
        mockSocket,
        type SocketMockOptions,
        type SocketSamples,
      } from '@tessera/runtime.sockets/mock'`,
    ],
    types: [name],
    schemas: [],
    taken: ['mockSocket', `${value}Mock`],
    code: [
      `export type ${name}MockOptions = SocketMockOptions

/** A provider of ${document.id} for tests, on a real socket: says what it is told to, answers with valid replies, records, misbehaves. */
export function ${value}Mock(options: ${name}MockOptions = {}): MockSocketPeer<${name}> {
  return mockSocket<${name}>(definition, samples, options)
}

const samples: SocketSamples<${name}> = ${samplesOf(model)}
`,
    ],
  }
}

function samplesOf(model: Model): string {
  const type = (key: string) => `${model.name}[${literal(key)}]`
  const said = model.exchanges.filter(({ sentBy }) => sentBy !== 'consumer')
  const asked = model.exchanges.filter(({ sentBy }) => sentBy !== 'provider')
  const replies = asked.flatMap(({ key, reply }) =>
    reply ? [[key, sampleCode(model, reply.at, `${type(key)}['reply']['write']`)] as const] : [],
  )
  return objectCode({
    payload: entriesCode(
      said.map(({ key, message }) => [key, sampleCode(model, message.at, `${type(key)}['write']`)] as const),
    ),
    reply: entriesCode(replies),
  })
}
