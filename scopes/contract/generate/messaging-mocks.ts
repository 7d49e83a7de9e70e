import type { Exchange } from './exchange.ts'
import { type MockBlocks, type Mocking, sampleCode } from './mock-blocks.ts'
import { literal } from './names.ts'
import { entriesCode, objectCode } from './object-code.ts'

/** The other side of a messaging contract, on a broker in the process of the test. */
export function messagingMocks(mocking: Mocking): MockBlocks {
  const { model } = mocking
  const { name, value, document, exchanges } = model
  const samples = entriesCode(exchanges.map((exchange) => [exchange.key, samplesOf(mocking, exchange)]))
  return {
    imports: [
      `import {
        type MessageSamples,
        type MessagingMock,
        type MessagingMockOptions,
        mockMessaging,
      } from '@tessera/runtime.messaging/mock'`,
    ],
    types: [name],
    schemas: [],
    taken: ['mockMessaging', `${value}Mock`],
    code: [
      `export type ${name}MockOptions = MessagingMockOptions

/** The other side of ${document.id} for tests: sends valid messages, answers requests, records what travelled. */
export function ${value}Mock(options: ${name}MockOptions = {}): Promise<MessagingMock<${name}>> {
  return mockMessaging<${name}>(definition, samples, options)
}

const samples: MessageSamples<${name}> = ${samples}
`,
    ],
  }
}

function samplesOf(mocking: Mocking, { key, message, reply }: Exchange): string {
  const { model } = mocking
  const type = `${model.name}[${literal(key)}]`
  return objectCode({
    message: sampleCode(mocking, message.at, `${type}['write']`),
    reply: reply && sampleCode(mocking, reply.at, `${type}['reply']['write']`),
  })
}
