import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ContractDocument } from '@tessera/contract.define/document'
import { formatExported, toAsyncApi, toJsonSchema, toOpenApi, toPostman } from '@tessera/contract.exchange'
import { suggestion, TesseraError, unreachable } from '@tessera/core.model'
import { writeAtomic } from '@tessera/workspace.files'
import { textOption, type Context, type Input, type Outcome } from '../command.ts'
import { openView } from '../session.ts'
import { contractDocument } from './contract-document.ts'

const EXPORTERS = {
  openapi: toOpenApi,
  asyncapi: toAsyncApi,
  postman: toPostman,
  'json-schema': toJsonSchema,
} as const
export const FORMATS = Object.keys(EXPORTERS)

/** Prints a contract of the workspace as a document of another kind, or writes it to a file. */
export async function exportContract(context: Context, input: Input, name: string): Promise<Outcome> {
  const contract = await contractDocument(await openView(context), name)
  const format = formatOption(input) ?? usualFormat(contract)
  const document = EXPORTERS[format](contract)
  const out = textOption(input, 'out')
  if (out === undefined) return { data: document, text: formatExported(document).trimEnd() }
  const path = resolve(context.cwd, out)
  refuseFolder(path, out)
  await writeAtomic(path, formatExported(document, out))
  return { data: { id: contract.id, format, file: out }, text: `wrote ${contract.id} to ${out} as ${format}` }
}

function refuseFolder(path: string, out: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return
  throw new TesseraError('USAGE', `--out: ${out} is a folder`, { hint: `name a file: --out ${out}/contract.json` })
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
