import type { ContractDocument } from '@tessera/contract.define/document'
import {
  contractTable,
  contractUsage,
  markdownText,
  partUsage,
  type Part,
  type Usage,
} from '@tessera/contract.generate'
import { mockValue } from '@tessera/contract.mock'
import { formatId, packageName, type ComponentId } from '@tessera/core.model'
import type { ContractOf } from './contract-of.ts'

/** One line: what a package is. */
export function describePackage(id: ComponentId, contract: ContractOf | undefined): string {
  const name = formatId({ scope: id.scope, name: id.name })
  if (contract === undefined) return `The component ${name}`
  const { part, document } = contract
  const of = document?.id ?? `${contract.id.scope}/${contract.id.name}`
  const summary = document?.summary === undefined ? '' : `: ${document.summary}`
  return `${part === undefined ? WORDS.contract : WORDS[part]} of ${of}${summary}`
}

const WORDS: Readonly<Record<Part | 'contract', string>> = {
  contract: 'The contract',
  types: 'Types',
  mocks: 'Mocks',
  client: 'Typed client',
  server: 'Typed server',
}

/** README.md of a package: what it is, how it is installed and used, what its contract offers, what it was made from. */
export async function readmeOf(id: ComponentId, contract: ContractOf | undefined): Promise<string> {
  const name = packageName(id)
  const usage = await usageOf(name, contract)
  const table = contract?.document === undefined ? '' : contractTable(contract.document)
  const sections = [
    `# ${name}`,
    markdownText(describePackage(id, contract)),
    ...details(contract?.document),
    `\`\`\`sh\nnpm install ${[name, ...usage.packages].join(' ')}\n\`\`\``,
    ...(usage.code === '' ? [] : [`\`\`\`ts\n${usage.code.trim()}\n\`\`\``]),
    ...(table === '' ? [] : [`## ${TITLES[contract?.document?.pattern ?? 'http']}`, table.trim()]),
    '## Where it comes from',
    origin(id, contract),
  ]
  return `${sections.join('\n\n')}\n`
}

const TITLES: Readonly<Record<ContractDocument['pattern'], string>> = {
  http: 'Operations',
  messaging: 'Channels',
  sockets: 'Items',
  events: 'Events',
  schemas: 'Schemas',
}

function details(document: ContractDocument | undefined): readonly string[] {
  return [...(document?.description === undefined ? [] : [markdownText(document.description)])]
}

async function usageOf(name: string, contract: ContractOf | undefined): Promise<Usage> {
  const { document, part } = contract ?? {}
  if (document === undefined) return { code: `import * as it from '${name}'\n`, packages: [] }
  if (part === undefined) return { code: contractUsage(document), packages: [] }
  return partUsage(document, part, ({ schema }) => {
    try {
      return mockValue(schema, { defs: document.$defs, seed: 1 })
    } catch {
      // A schema that has no values, or none that is found: the example does without.
      return undefined
    }
  })
}

function origin(id: ComponentId, contract: ContractOf | undefined): string {
  const made = `Version ${id.version} of the component \`${formatId({ scope: id.scope, name: id.name })}\``
  if (contract?.part === undefined) return `${made}.`
  const line = contract.document === undefined ? '' : ` (protocol line ${contract.document.line})`
  return `${made}, generated from \`${formatId(contract.id)}\`${line}.`
}
