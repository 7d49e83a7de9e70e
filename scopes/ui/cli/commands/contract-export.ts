import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseDocument, type ContractDocument } from '@tessera/contract.define/document'
import { formatExported, toAsyncApi, toJsonSchema, toOpenApi, toPostman } from '@tessera/contract.exchange'
import { suggestion, TesseraError, unreachable } from '@tessera/core.model'
import { writeAtomic } from '@tessera/workspace.files'
import { textOption, type Context, type Input, type Outcome } from '../command.ts'
import { findNode, namesOf, openView } from '../session.ts'

const EXPORTERS = {
  openapi: toOpenApi,
  asyncapi: toAsyncApi,
  postman: toPostman,
  'json-schema': toJsonSchema,
} as const
export const FORMATS = Object.keys(EXPORTERS)

/** Prints a contract of the workspace as a document of another kind, or writes it to a file. */
export async function exportContract(context: Context, input: Input, name: string): Promise<Outcome> {
  const contract = await readContract(context, name)
  const format = formatOption(input) ?? usualFormat(contract)
  const document = EXPORTERS[format](contract)
  const out = textOption(input, 'out')
  if (out === undefined) return { data: document, text: formatExported(document).trimEnd() }
  await writeAtomic(resolve(context.cwd, out), formatExported(document, out))
  return { data: { id: contract.id, format, file: out }, text: `wrote ${contract.id} to ${out} as ${format}` }
}

function formatOption(input: Input): keyof typeof EXPORTERS | undefined {
  const format = textOption(input, 'format')
  if (format === undefined) return undefined
  if (Object.hasOwn(EXPORTERS, format)) return format as keyof typeof EXPORTERS
  throw new TesseraError('USAGE', `there is no format "${format}"${suggestion(format, FORMATS)}`, {
    hint: `formats are ${FORMATS.join(', ')}`,
  })
}

function usualFormat({ pattern }: ContractDocument): keyof typeof EXPORTERS {
  switch (pattern) {
    case 'http':
      return 'openapi'
    case 'messaging':
    case 'sockets':
    case 'events':
      return 'asyncapi'
    case 'schemas':
      return 'json-schema'
    default:
      return unreachable(pattern)
  }
}

/** By the name of the contract, of its component, or of a part that was generated from it. */
async function readContract(context: Context, name: string): Promise<ContractDocument> {
  const { workspace, nodes, components } = await openView(context)
  const whole = components.find((node) => namesOf(node).includes(`${name}/contract`))
  const named = whole ?? findNode(nodes, name)
  const key = named.kind === 'component' ? (named.derived?.contract ?? named.key) : named.key
  const contract = components.find((component) => component.key === key)
  if (contract?.contract === undefined) {
    throw new TesseraError('NO_CONTRACT', `${named.key} is no contract, nor generated from one of this workspace`, {
      hint: 'name a component that has a contract.ts or contract.json',
    })
  }
  const file = `${contract.rootDir}/contract.json`
  const text = await readFile(join(workspace.root, file), 'utf8').catch((cause: unknown) => {
    throw new TesseraError('NO_DOCUMENT', `${file} is missing`, { cause, hint: `tessera generate ${contract.key}` })
  })
  return parseDocument(text, file)
}
