import { reportContracts } from '@tessera/ripple.release'
import { TesseraError } from '@tessera/core.model'
import { textOption, type CommandSpec, type Input, type Outcome } from '../command.ts'
import { previewSources, refuseFailed } from '../preview-sources.ts'
import { contractWord, openSession } from '../session.ts'
import { fails } from './breaking-counts.ts'
import { githubText } from './breaking-github.ts'
import { junitText } from './breaking-junit.ts'
import { sarifText } from './breaking-sarif.ts'
import { compareSchemaFiles } from './breaking-schemas.ts'
import { nextStep, reportsText } from './breaking-text.ts'

export const command: CommandSpec = {
  arguments: [['[components...]', 'contracts, or parts of them; every contract where none is given']],
  options: [
    ['--against <version>', 'a version, `head`, or a git ref (default: the version the workspace is at)'],
    ['--policy <policy>', 'lenient: what closed writers send (default); strict: undeclared properties too'],
    ['--format <format>', 'text (default), json, junit, github or sarif'],
    ['--schemas <files...>', 'compare two files of JSON Schema, the old and the new, instead of contracts'],
  ],
  examples: [
    ['tessera breaking', 'what your edits do to the consumers that are deployed'],
    ['tessera breaking orders-api --against 1.2.0', 'one contract against a version'],
    ['tessera breaking --against main --format github', 'in CI: what a branch breaks, as annotations'],
    ['tessera breaking --schemas old.json new.json', 'whether the new schema takes every value of the old'],
  ],
  async run(context, input) {
    const policy = policyOf(input)
    const format = formatOf(input)
    const files = input.options['schemas']
    if (Array.isArray(files)) return compareSchemaFiles(context.cwd, files as readonly string[], { policy, format })
    const session = await openSession(context)
    const preview = await previewSources(session, context)
    const against = textOption(input, 'against')
    const reports = await reportContracts(
      { ...session, generated: preview.nodes },
      { patterns: input.arguments.map((word) => contractWord(session.nodes, word)), against, policy },
    )
    const keys = reports.map(({ contract }) => contract)
    refuseFailed(session, preview, keys)
    const next = format === 'text' ? nextStep(reports) : undefined
    return {
      data: reports,
      text: TEXTS[format](reports),
      exitCode: reports.some(fails) ? 1 : 0,
      ...(next === undefined ? {} : { next }),
    }
  },
}

const TEXTS = {
  text: reportsText,
  json: (data: unknown) => JSON.stringify(data, undefined, 2),
  junit: junitText,
  github: githubText,
  sarif: sarifText,
} satisfies Record<string, (reports: Parameters<typeof reportsText>[0]) => Outcome['text']>

function policyOf(input: Input): 'strict' | 'lenient' | undefined {
  const policy = textOption(input, 'policy')
  if (policy === undefined || policy === 'strict' || policy === 'lenient') return policy
  throw new TesseraError('USAGE', `"${policy}" is no policy`, { hint: 'take --policy lenient or --policy strict' })
}

function formatOf(input: Input): keyof typeof TEXTS {
  const format = textOption(input, 'format') ?? 'text'
  if (Object.hasOwn(TEXTS, format)) return format as keyof typeof TEXTS
  throw new TesseraError('USAGE', `"${format}" is no format`, { hint: `take one of ${Object.keys(TEXTS).join(', ')}` })
}
