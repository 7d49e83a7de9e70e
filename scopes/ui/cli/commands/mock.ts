import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument, type ContractDocument, type JsonSchema } from '@tessera/contract.define'
import { MockError, mockValue } from '@tessera/contract.mock'
import { didYouMean, TesseraError } from '@tessera/core.model'
import type { ComponentNode, Workspace } from '@tessera/workspace.files'
import { positiveOption, textOption, type CommandSpec } from '../command.ts'
import { findNode, openView, type WorkspaceView } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<component>', 'a contract, or a part that was generated from one']],
  options: [
    ['--operation <name>', 'one operation or named schema; all where none is given'],
    ['--seed <n>', 'same seed, same values (default: 1)'],
    ['--count <n>', 'how many values of each (default: 1)'],
  ],
  examples: [
    ['tessera mock orders-api/contract --operation createOrder', 'a request, and an answer of each status'],
    ['tessera mock money/contract --operation Money --seed 7 --count 3', 'three values of one schema'],
  ],
  async run(context, input) {
    const session = await openView(context)
    const document = await documentOf(session, input.arguments[0] as string)
    const names = namesIn(document, textOption(input, 'operation'))
    const seed = positiveOption(input, 'seed') ?? 1
    const data = Object.fromEntries(
      names.map((name) => {
        const values = Array.from({ length: positiveOption(input, 'count') ?? 1 }, (_, at) =>
          mockOf(document, name, seed + at),
        )
        return [name, values.length === 1 ? values[0] : values]
      }),
    )
    return { data, text: JSON.stringify(data, undefined, 2) }
  },
}

async function documentOf({ workspace, nodes, components }: WorkspaceView, word: string): Promise<ContractDocument> {
  const named = findNode(nodes, word)
  const contractKey = named.kind === 'component' ? (named.derived?.contract ?? named.key) : named.key
  const contract = components.find((component) => component.key === contractKey)
  if (contract?.contract === undefined) {
    throw new TesseraError('NO_CONTRACT', `${named.key} is no contract, nor generated from one of this workspace`, {
      hint: 'name a component that has a contract.ts or contract.json',
    })
  }
  return readDocument(workspace, contract)
}

async function readDocument(workspace: Workspace, contract: ComponentNode): Promise<ContractDocument> {
  const file = `${contract.rootDir}/contract.json`
  const text = await readFile(join(workspace.root, file), 'utf8').catch((cause: unknown) => {
    throw new TesseraError('NO_DOCUMENT', `${file} is missing`, { cause, hint: `tessera generate ${contract.key}` })
  })
  return parseDocument(text, file)
}

function namesIn(document: ContractDocument, wanted: string | undefined): readonly string[] {
  const all = [...Object.keys(document.operations ?? {}), ...Object.keys(document.$defs)]
  if (wanted === undefined) return document.operations ? Object.keys(document.operations) : document.exports
  if (all.includes(wanted)) return [wanted]
  const near = didYouMean(wanted, all)
  throw new TesseraError(
    'UNKNOWN_OPERATION',
    `${document.id} has no "${wanted}"${near ? `, did you mean "${near}"?` : ''}`,
    {
      hint: `it has ${all.join(', ')}`,
    },
  )
}

function mockOf(document: ContractDocument, name: string, seed: number): unknown {
  const operation = document.operations?.[name]
  if (operation === undefined) return valueOf(document, document.$defs[name] as JsonSchema, { seed, name })
  const slot = (at: string, override?: object): unknown => {
    const schema = document.slots.find((candidate) => candidate.at === at)?.schema ?? true
    return valueOf(document, schema, { seed, name: at, override })
  }
  const request = Object.fromEntries(Object.entries(operation.request).map(([member, at]) => [member, slot(at)]))
  const responses = Object.entries(operation.responses).map(([status, response]) => [
    status,
    response.body === undefined
      ? {}
      : { body: slot(response.body, response.problem === true ? { status: Number(status) } : undefined) },
  ])
  return { request, responses: Object.fromEntries(responses) as unknown }
}

function valueOf(
  document: ContractDocument,
  schema: JsonSchema,
  how: { seed: number; name: string; override?: object | undefined },
): unknown {
  try {
    return mockValue(schema, {
      seed: how.seed,
      defs: document.$defs,
      ...(how.override === undefined ? {} : { override: how.override }),
    })
  } catch (error) {
    if (!(error instanceof MockError)) throw error
    throw new TesseraError('NO_MOCK', `no value for ${how.name}: ${error.message}`, {
      exitCode: 1,
      location: { file: `${document.id}/contract`, pointer: error.pointer },
      hint: `the keyword is ${error.keyword}`,
    })
  }
}
