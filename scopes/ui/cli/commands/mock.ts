import type { ContractDocument } from '@tessera/contract.define'
import { edgeCases, invalidCases, MockError, type MockOptions, mockValue } from '@tessera/contract.mock'
import { TesseraError } from '@tessera/core.model'
import { type CommandSpec, type Input, positiveOption, textOption } from '../command.ts'
import { openView } from '../session.ts'
import { contractDocument } from './contract-document.ts'
import { isLeaf, type JsonSchemaLeaf, type Member, memberNames, memberOf } from './mock-members.ts'

export const command: CommandSpec = {
  arguments: [
    ['<component>', 'a contract, or a part that was generated from one; or "serve"'],
    ['[contract]', 'of "serve": the contract to serve'],
  ],
  options: [
    ['--operation <name>', 'one operation, channel, item, event or named schema; all where none is given'],
    ['--seed <n>', 'same seed, same values (default: 1)'],
    ['--count <n>', 'how many values of each (default: 1)'],
    ['--mode <mode>', 'typical, edge: each border by name, or invalid: one broken constraint each (default: typical)'],
    ['--side <side>', 'write: what may be sent; read: what may be handed over, with unknown members of open enums'],
    ['--locale <locale>', 'names and places of a locale, such as de or pt_BR (default: en)'],
    ['--port <n>', 'serve HTTP and sockets: where to listen (default: any that is free)'],
    ['--broker <url>', 'serve messages and events: where (default: embedded:<workspace>/.tessera/mock-broker)'],
    ['--every <ms>', 'serve: between what the provider sends by itself (default: 1000)'],
    ['--latency <ms>', 'serve: answer that much later'],
    ['--error-rate <share>', 'serve: fail that share of requests, 0 to 1; over HTTP with 503'],
  ],
  examples: [
    ['tessera mock orders-api/contract --operation createOrder', 'a request, and an answer of each status'],
    ['tessera mock money/contract --operation Money --seed 7 --count 3', 'three values of one schema'],
    ['tessera mock orders-api --operation createOrder --mode invalid', 'payloads for negative tests'],
    ['tessera mock serve orders-api --port 4000 --error-rate 0.1', 'a server that answers every operation'],
    ['tessera mock serve order-events --broker embedded:./data --every 500', 'events twice a second'],
  ],
  streams: ({ arguments: [first] }) => first === 'serve',
  async run(context, input) {
    const [first = '', second] = input.arguments
    if (first === 'serve') {
      if (second === undefined) throw nothingToServe()
      const view = await openView(context)
      const document = await contractDocument(view, second)
      const { serveMock } = await import('./mock-serve.ts')
      return serveMock({ ...context, cwd: view.workspace.root }, input, document)
    }
    if (second !== undefined) throw new TesseraError('USAGE', `mock takes one component, not also "${second}"`)
    const document = await contractDocument(await openView(context), first)
    const data = mockData(document, input)
    return { data, text: JSON.stringify(data, undefined, 2) }
  },
}

function nothingToServe(): TesseraError {
  return new TesseraError('USAGE', 'mock serve needs to know which contract', { hint: 'tessera mock serve orders-api' })
}

type Make = (leaf: JsonSchemaLeaf, seed: number) => unknown

function mockData(document: ContractDocument, input: Input): Record<string, unknown> {
  const names = memberNames(document, textOption(input, 'operation'))
  const [seed, count] = [positiveOption(input, 'seed') ?? 1, positiveOption(input, 'count')]
  const make = makerOf(document, input)
  const mode = textOption(input, 'mode') ?? 'typical'
  return Object.fromEntries(
    names.map((name) => {
      const member = memberOf(document, name)
      if (mode !== 'typical')
        return [name, mapLeaves(member, (leaf) => (make(leaf, seed) as unknown[]).slice(0, count))]
      const values = Array.from({ length: count ?? 1 }, (_, index) =>
        mapLeaves(member, (leaf) => make(leaf, seed + index)),
      )
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

function mapLeaves(member: Member, make: (leaf: JsonSchemaLeaf) => unknown): unknown {
  if (isLeaf(member)) return make(member)
  return Object.fromEntries(Object.entries(member).map(([part, inner]) => [part, mapLeaves(inner, make)]))
}

function makerOf(document: ContractDocument, input: Input): Make {
  const [mode, side] = [oneOf(input, 'mode', ['typical', 'edge', 'invalid']), oneOf(input, 'side', ['write', 'read'])]
  const locale = textOption(input, 'locale')
  const options: MockOptions = {
    defs: document.$defs,
    ...(side === undefined ? {} : { side }),
    ...(locale === undefined ? {} : { locale }),
  }
  const values = { typical: mockValue, edge: edgeCases, invalid: invalidCases }[mode ?? 'typical']
  return ({ at, schema }, seed) => orExplain(document, at, () => values(schema, { ...options, seed }))
}

function oneOf<T extends string>(input: Input, name: string, allowed: readonly T[]): T | undefined {
  const text = textOption(input, name)
  const value = allowed.find((one) => one === text)
  if (text === undefined || value !== undefined) return value
  throw new TesseraError('USAGE', `"${text}" is no ${name}`, { hint: `it is one of ${allowed.join(', ')}` })
}

function orExplain<T>(document: ContractDocument, at: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof MockError)) throw error
    if (error.code === 'MOCK_UNKNOWN_LOCALE') {
      throw new TesseraError('USAGE', error.message, { hint: 'https://fakerjs.dev/guide/localization lists them' })
    }
    throw new TesseraError('NO_MOCK', `no value for ${at}: ${error.message}`, {
      exitCode: 1,
      location: { file: `${document.id}/contract`, pointer: error.pointer },
      hint: `the keyword is ${error.keyword}`,
    })
  }
}
