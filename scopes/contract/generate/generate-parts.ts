import type { ContractDocument } from '@tessera/contract.define/document'
import { clientPart } from './client-part.ts'
import { DERIVED_FILE, derivedRecord, formatDerived } from './derived.ts'
import { formatSource } from './format.ts'
import { type Model, modelOf, partId, partPackage } from './model.ts'
import { mocksPart } from './mocks-part.ts'
import { type GeneratedPart, type Part, partsOf } from './part.ts'
import { serverPart } from './server-part.ts'
import { assertSupported } from './supported.ts'
import { typesPart } from './types-part.ts'

/**
 * The sources of every part of a contract: deterministic, formatted, without dates or versions.
 * @throws TesseraError `UNSUPPORTED_KEYWORD` where a schema says what the generated validators could not hold
 */
export async function generateParts(document: ContractDocument): Promise<readonly GeneratedPart[]> {
  const model = modelOf(document)
  assertSupported(model.document)
  return Promise.all(partsOf(document).map((part) => generatePart(model, part)))
}

/**
 * The files of every part of a contract, by part and path: needs a contract document and nothing else, no workspace, no
 * disk.
 * @example
 * const { client } = await generateComponents(JSON.parse(await readFile('contract.json', 'utf8')))
 * client['index.ts'] // the source of the client
 * @throws TesseraError `UNSUPPORTED_KEYWORD` where a schema says what the generated validators could not hold
 */
export async function generateComponents(
  document: ContractDocument,
): Promise<Readonly<Partial<Record<Part, GeneratedPart['files']>>>> {
  const parts = await generateParts(document)
  return Object.fromEntries(parts.map(({ part, files }) => [part, files]))
}

async function generatePart(model: Model, part: Part): Promise<GeneratedPart> {
  const { document } = model
  const contract = partId(document, 'contract')
  const sources = Object.entries(await sourcesOf(model, part))
  const files = Object.fromEntries(
    await Promise.all(
      sources.map(async ([path, text]) => [path, await formatSource(header(contract) + text)] as const),
    ),
  )
  const derived = formatDerived(derivedRecord(contract, part, files))
  return {
    part,
    id: partId(document, part),
    packageName: partPackage(document, part),
    files: { ...files, [DERIVED_FILE]: derived },
  }
}

function header(contract: string): string {
  return `// Generated from ${contract}, edit the contract instead.\n`
}

async function sourcesOf(model: Model, part: Part): Promise<Record<string, string>> {
  switch (part) {
    case 'types':
      return typesPart(model)
    case 'mocks':
      return mocksPart(model)
    case 'client':
      return clientPart(model)
    case 'server':
      return serverPart(model)
  }
}
