import { type MockBlocks, type Mocking, sampleCode } from './mock-blocks.ts'
import { literal } from './names.ts'
import { entriesCode, objectCode } from './object-code.ts'

/** A scripted provider on a real socket. */
export function socketMocks(mocking: Mocking): MockBlocks {
  const { model } = mocking
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

const samples: SocketSamples<${name}> = ${samplesOf(mocking)}
`,
    ],
  }
}

function samplesOf(mocking: Mocking): string {
  const { model } = mocking
  const type = (key: string) => `${model.name}[${literal(key)}]`
  const said = model.exchanges.filter(({ sentBy }) => sentBy !== 'consumer')
  const asked = model.exchanges.filter(({ sentBy }) => sentBy !== 'provider')
  const replies = asked.flatMap(({ key, reply }) =>
    reply ? [[key, sampleCode(mocking, reply.at, `${type(key)}['reply']['write']`)] as const] : [],
  )
  return objectCode({
    payload: entriesCode(
      said.map(({ key, message }) => [key, sampleCode(mocking, message.at, `${type(key)}['write']`)] as const),
    ),
    reply: entriesCode(replies),
  })
}
