import { suggestion, TesseraError, type Diagnostic, type Emit } from '@tessera/core.model'
import {
  createJsonReporter,
  createReporter,
  errorToJson,
  formatError,
  styleFor,
  type Style,
} from '@tessera/ui.terminal'
import type { CommandEntry } from './cli.ts'
import { CHANGING } from './changing-commands.ts'
import type { Context, Outcome } from './command.ts'
import { rootHelp } from './help.ts'
import { parseInput } from './parse.ts'
import { systemError } from './system-error.ts'

/** The parts of `process` that the command line talks through. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly env: NodeJS.ProcessEnv
  cwd(): string
  once(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

type Commands = Readonly<Record<string, CommandEntry>>

export async function runCommand(argv: readonly string[], commands: Commands, terminal: Terminal): Promise<number> {
  const json = argv.includes('--json')
  const reported = new Set<string>()
  try {
    return await dispatch(argv, commands, { terminal, reported })
  } catch (thrown) {
    return reportFailure(thrown, { terminal, reported, json })
  }
}

interface Talk {
  readonly terminal: Terminal
  /** Diagnostics that were printed while the command ran: its failure need not repeat them. */
  readonly reported: Set<string>
}

/** `tessera --json status` is what `tessera status --json` is. */
function commandFirst(argv: readonly string[]): readonly string[] {
  const [option, command, ...rest] = argv
  if (option !== '--json') return argv
  return command === undefined ? [] : [command, option, ...rest]
}

async function dispatch(argv: readonly string[], commands: Commands, talk: Talk): Promise<number> {
  const { terminal } = talk
  const [first = '--help', ...rest] = commandFirst(argv)
  if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    print(terminal.stdout, rootHelp(commands, styleFor(terminal.stdout, terminal.env)))
    return 0
  }
  const name = first === 'help' ? (rest[0] as string) : first
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (entry === undefined) throw unknownCommand(name, commands)
  const { command } = await entry.load()
  const parsed = await parseInput(name, entry.summary, command, first === 'help' ? ['--help'] : rest)
  if ('help' in parsed) {
    print(terminal.stdout, parsed.help)
    return 0
  }
  const json = parsed.options['json'] === true
  const streams = typeof command.streams === 'function' ? command.streams(parsed) : command.streams === true
  const { env } = terminal
  const context = {
    cwd: terminal.cwd(),
    emit: reporter(streams, json, talk),
    json,
    env,
    signal: abortOnSignal(terminal),
  }
  const run = (): Promise<Outcome> => command.run(context, parsed)
  const outcome = await (parsed.options['dryRun'] === true ? run() : inTurn(name, context, run))
  show(outcome, { json, streams, terminal })
  return outcome.exitCode ?? 0
}

/** What changes the workspace waits for others that do; loaded only then. */
async function inTurn(name: string, context: Context, run: () => Promise<Outcome>): Promise<Outcome> {
  if (!CHANGING.has(name)) return run()
  const { inWorkspaceTurn } = await import('./workspace-turn.ts')
  return inWorkspaceTurn(context, run)
}

function reporter(streams: boolean, json: boolean, { terminal, reported }: Talk): Emit {
  if (json) {
    return streams ? createJsonReporter((line) => print(terminal.stdout, line)) : () => undefined
  }
  const stream = streams ? terminal.stdout : terminal.stderr
  const report = createReporter({
    write: (text) => print(stream, text),
    style: styleFor(stream, terminal.env),
    live: streams,
  })
  return (event) => {
    if (event.type === 'diagnostic') reported.add(JSON.stringify(event.diagnostic))
    report(event)
  }
}

function show(outcome: Outcome, how: { json: boolean; streams: boolean; terminal: Terminal }): void {
  const { stdout, stderr, env } = how.terminal
  if (how.json) {
    if (!how.streams) print(stdout, JSON.stringify(outcome.data, undefined, 2))
    return
  }
  const text = typeof outcome.text === 'function' ? outcome.text(styleFor(stdout, env)) : outcome.text
  if (text) print(stdout, text)
  if (outcome.next !== undefined) print(stderr, styleFor(stderr, env).dim(`next: ${outcome.next}`))
}

function reportFailure(thrown: unknown, { terminal, reported, json }: Talk & { json: boolean }): number {
  const error =
    thrown instanceof TesseraError ? thrown : (interruption(thrown) ?? systemError(thrown) ?? internalError(thrown))
  const isNew = (diagnostic: Diagnostic): boolean => !reported.has(JSON.stringify(diagnostic))
  if (json) print(terminal.stdout, JSON.stringify(errorToJson(error), undefined, 2))
  else print(terminal.stderr, formatError(error, styleFor(terminal.stderr, terminal.env), isNew))
  return error.exitCode
}

/** What was under way when Ctrl-C came. */
function interruption(thrown: unknown): TesseraError | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'AbortError') return undefined
  return new TesseraError('INTERRUPTED', 'stopped before it was done', {
    ...{ cause: thrown, exitCode: 130, hint: 'the same command again goes on, or begins anew' },
  })
}

function internalError(thrown: unknown): TesseraError {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return new TesseraError('INTERNAL', stack, { exitCode: 3, hint: 'this is a defect of tessera: please report it' })
}

function unknownCommand(name: string, commands: Commands): TesseraError {
  const near = suggestion(name, Object.keys(commands))
  return new TesseraError('UNKNOWN_COMMAND', `there is no command "${name}"${near}`, {
    hint: 'tessera --help lists them',
  })
}

function abortOnSignal(terminal: Terminal): AbortSignal {
  const controller = new AbortController()
  terminal.once('SIGINT', () => controller.abort())
  terminal.once('SIGTERM', () => controller.abort())
  return controller.signal
}

function print(stream: Terminal['stdout'], text: string): void {
  stream.write(`${text}\n`)
}

export type { Style }
