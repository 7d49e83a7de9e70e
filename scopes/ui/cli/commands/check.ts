import {
  type CheckCase,
  checkProvider,
  type CheckOptions,
  failed,
  type ProviderReport,
} from '@tessera/runtime.provider/check'
import { isRuntimeError } from '@tessera/runtime.core'
import { TesseraError } from '@tessera/core.model'
import { type CommandSpec, type Context, type Input, positiveOption, textOption } from '../command.ts'
import { openView } from '../session.ts'
import { checkJunit } from './check-junit.ts'
import { checkText } from './check-text.ts'
import { contractDocument } from './contract-document.ts'
import { declaredName } from './mock-members.ts'

export const command: CommandSpec = {
  arguments: [['<contract>', 'the contract that the provider should keep to, or a part generated from it']],
  options: [
    ['--provider <url>', 'http://…; tcp:, tls:, unix:, ws: or wss: for sockets; of the broker for messages and events'],
    ['--operation <names...>', 'only these operations, channels, items or events'],
    ['--seed <n>', 'same seed, same requests (default: 1)'],
    ['--count <n>', 'valid values of each payload, besides its borders (default: 5)'],
    ['--limit <n>', 'borders of each payload, and invalid values, at most (default: 40)'],
    ['--header <headers...>', 'sent with each HTTP request: "authorization: Bearer …"; never shown'],
    ['--token <token>', 'shown at the handshake of sockets; never printed'],
    ['--known <values...>', 'what exists at the provider, by parameter of the path: id=ord_1'],
    ['--listen <ms>', 'how long to wait for what the provider sends by itself (default: 2000)'],
    ['--format <format>', 'text or junit (default: text)'],
  ],
  examples: [
    ['tessera check orders-api --provider http://localhost:3000', 'valid, border and invalid requests'],
    ['tessera check orders-api --provider http://localhost:3000 --known id=ord_1', 'of an order that exists'],
    ['tessera check courier-link --provider tcp://localhost:4000', 'the handshake and every item'],
    ['tessera check orders-api --provider http://localhost:3000 --format junit > check.xml', 'for a build server'],
  ],
  async run(context, input) {
    const [word = ''] = input.arguments
    const format = formatOf(input)
    const options = optionsOf(context, input)
    const document = await contractDocument(await openView(context), word)
    for (const name of options.only ?? []) declaredName(document, name)
    const report = await checkProvider(document, options).catch((cause: unknown) => unreachable(options.url, cause))
    const wrong = report.cases.filter(failed)
    return {
      data: report,
      text: format === 'junit' ? checkJunit(report) : (style) => checkText(report, style),
      exitCode: wrong.length > 0 ? 1 : 0,
      ...(wrong.length > 0 && format === 'text' ? { next: nextOf(report) } : {}),
    }
  },
}

function optionsOf(context: Context, input: Input): CheckOptions & { readonly url: string } {
  const url = textOption(input, 'provider')
  if (url === undefined) {
    throw new TesseraError('USAGE', 'check needs to know where the provider runs', {
      hint: '--provider http://localhost:3000',
    })
  }
  const [seed, count, limit, listenMs] = ['seed', 'count', 'limit', 'listen'].map((name) => positiveOption(input, name))
  const token = textOption(input, 'token')
  const only = listOption(input, 'operation')
  return {
    url,
    ...(seed === undefined ? {} : { seed }),
    ...(count === undefined ? {} : { count }),
    ...(limit === undefined ? {} : { limit }),
    ...(listenMs === undefined ? {} : { listenMs }),
    ...(token === undefined ? {} : { token }),
    ...(only.length === 0 ? {} : { only }),
    headers: pairs(listOption(input, 'header'), ':', 'header'),
    known: pairs(listOption(input, 'known'), '=', 'known'),
    signal: context.signal,
    onCase: progress(context),
  }
}

function formatOf(input: Input): 'text' | 'junit' {
  const format = textOption(input, 'format') ?? 'text'
  if (format === 'text' || format === 'junit') return format
  throw new TesseraError('USAGE', `"${format}" is no format`, { hint: 'it is text or junit; --json gives JSON' })
}

function listOption(input: Input, name: string): readonly string[] {
  const value = input.options[name]
  return Array.isArray(value) ? (value as readonly string[]) : []
}

const HINTS = { header: '"authorization: Bearer …"', known: 'id=ord_1' }

function pairs(texts: readonly string[], separator: string, option: keyof typeof HINTS): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf(separator)
      if (at < 1) {
        throw new TesseraError('USAGE', `--${option} takes name${separator}value, not "${text.slice(0, 20)}"`, {
          hint: `--${option} ${HINTS[option]}`,
        })
      }
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
    }),
  )
}

function progress({ emit }: Context): (done: CheckCase) => void {
  let [current, cases]: [string | undefined, number] = [undefined, 0]
  return ({ subject }) => {
    cases += 1
    if (subject !== current) emit({ type: 'progress', task: `checking ${(current = subject)}`, done: cases })
  }
}

function unreachable(url: string, cause: unknown): never {
  if (cause instanceof TypeError) {
    throw new TesseraError('USAGE', cause.message, { cause, hint: 'tessera check --help says which URLs there are' })
  }
  if (!isRuntimeError(cause)) throw cause
  const shown = url.replace(/\/\/[^/@]*@/, '//')
  throw new TesseraError('NO_PROVIDER', `${shown}: ${cause.message}`, {
    cause,
    exitCode: 1,
    hint: 'is it running, and does it speak this contract?',
  })
}

function nextOf({ contract, seed }: ProviderReport): string {
  return `each line after "again:" repeats a case; all of them: tessera check ${contract} --seed ${seed} --provider …`
}
