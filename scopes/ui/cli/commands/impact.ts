import { parseDocument } from '@tessera/contract.define/document'
import { TesseraError, type Diagnostic } from '@tessera/core.model'
import { preview } from '@tessera/ripple.build'
import type { Impact } from '@tessera/ripple.impact'
import { judge, readOld, textReader, type OldText } from '@tessera/ripple.release'
import type { ComponentNode } from '@tessera/workspace.files'
import { textOption, type CommandSpec, type Context, type Outcome } from '../command.ts'
import { contractWord, findNode, openSession, type Session } from '../session.ts'
import { impactText } from './impact-text.ts'

export const command: CommandSpec = {
  arguments: [['<id>', 'a contract, or a part of it']],
  options: [
    ['--against <version>', 'a version, `head`, or a git ref (default: the version the workspace is at, else HEAD)'],
  ],
  examples: [
    ['tessera impact orders-api', 'who uses what your edits change, at which lines'],
    ['tessera impact orders-api --against 1.2.0', 'what changed since a version'],
  ],
  async run(context, input) {
    const session = await openSession(context)
    const contract = findContract(session, input.arguments[0] as string)
    const against = textOption(input, 'against')
    const old = await readBefore(session, contract, against)
    const { impact, level } = await compare(session, contract, { context, old })
    const data = { against: old.label, level, ...impact }
    return { data, text: impactText(data), exitCode: exitCode(impact), ...next(impact) }
  },
}

/** The contract that a word names, by itself or by one of its parts. */
function findContract({ nodes, components }: Session, word: string): ComponentNode {
  const node = findNode(nodes, contractWord(nodes, word))
  const key = node.kind === 'component' ? (node.derived?.contract ?? node.key) : node.key
  const contract = components.find((component) => component.key === key && component.contract !== undefined)
  if (contract) return contract
  throw new TesseraError('NO_CONTRACT', `${node.key} is no contract, and made from none`, {
    hint: 'name a contract or one of its parts; `tessera list` shows them',
  })
}

/** What was never tagged is held against the last commit. */
async function readBefore(session: Session, contract: ComponentNode, against: string | undefined): Promise<OldText> {
  const old = await readOld(session, contract, against ?? (contract.id.version === undefined ? 'HEAD' : undefined))
  if (old) return old
  throw new TesseraError('NO_BASELINE', `${contract.key} is new: there is nothing to compare it with`, {
    hint: 'name a version or a git ref: --against <version>',
  })
}

interface Comparison {
  readonly context: Pick<Context, 'signal'>
  readonly old: OldText
}

async function compare(
  session: Session,
  contract: ComponentNode,
  { context, old }: Comparison,
): Promise<{ readonly impact: Impact; readonly level: string }> {
  const { nodes: generated, diagnostics } = await preview(session.workspace, {
    nodes: session.nodes,
    signal: context.signal,
  })
  const [own, others] = splitByContract(diagnostics, contract)
  if (own.length > 0) throw notGenerated(own)
  const read = textReader(session.workspace, generated)
  const file = `${contract.rootDir}/contract.json`
  const text = await read(contract, 'contract.json')
  if (text === undefined) {
    throw new TesseraError('NO_DOCUMENT', `${contract.key} has no contract.json`, {
      hint: `run \`tessera generate ${contract.key}\``,
    })
  }
  const documents = { old: parseDocument(old.text, `${file} of ${old.label}`), now: parseDocument(text, file) }
  const { verdict } = await judge(contract, { ...documents, read })
  // Loaded here: the compiler that it looks with takes longer than all else.
  const { findImpact } = await import('@tessera/ripple.impact')
  const impact = await findImpact({ ...session, contract, ...documents, generated })
  return { impact: withErrors(impact, others), level: verdict.level }
}

type Diagnostics = readonly Diagnostic[]

/** What keeps the contract itself from being generated, and what its change does to other contracts. */
function splitByContract(diagnostics: Diagnostics, { key }: ComponentNode): readonly [Diagnostics, Diagnostics] {
  const isOwn = ({ node }: Diagnostic): boolean => node === undefined || node === key
  return [diagnostics.filter(isOwn), diagnostics.filter((diagnostic) => !isOwn(diagnostic))]
}

function notGenerated(diagnostics: Diagnostics): TesseraError {
  return new TesseraError('BUILD_FAILED', 'what changed cannot be told: what the contract gives cannot be generated', {
    hint: 'mend it and try again; `tessera generate` shows it too',
    exitCode: 1,
    diagnostics,
  })
}

/** Contracts that stand on this one, and cannot be generated any more. */
function withErrors(impact: Impact, diagnostics: Diagnostics): Impact {
  const keys = [...new Set(diagnostics.flatMap(({ node }) => node ?? []))]
  const failed = keys.map((key) => ({ key, uses: [], errors: diagnostics.filter(({ node }) => node === key) }))
  return { ...impact, affected: [...failed, ...impact.affected.filter(({ key }) => !keys.includes(key))] }
}

function exitCode({ affected }: Impact): 0 | 1 {
  return affected.some(({ errors }) => errors.length > 0) ? 1 : 0
}

function next({ contract, affected, changes }: Impact): Pick<Outcome, 'next'> {
  const failing = affected.find(({ errors }) => errors.length > 0)
  if (failing) return { next: `mend ${failing.key}, or keep what it uses: tessera breaking ${contract}` }
  return changes.length === 0 ? {} : { next: `tessera breaking ${contract}` }
}
