import { TesseraError, type Emit } from '@tessera/core.model'
import type { Style } from '@tessera/ui.terminal'

/** What a command is run with. */
export interface Context {
  /** Absolute folder the command was called in. */
  readonly cwd: string
  readonly emit: Emit
  readonly json: boolean
  readonly env: NodeJS.ProcessEnv
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Arguments in the order they stand; options by their long name in camel case. */
export interface Input {
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
}

/** What a command came to. The data goes to `--json`, the text to a person. */
export interface Outcome {
  readonly data: unknown
  /** Empty says nothing. */
  readonly text?: string | ((style: Style) => string)
  /** The likely next command, or what to do: printed on the error stream, where a person is. */
  readonly next?: string
  /** 1: a finding, such as a failed build. Default 0. */
  readonly exitCode?: 0 | 1
}

export interface CommandSpec {
  /** In the words of commander: `<id>`, `[patterns...]`. */
  readonly arguments?: readonly (readonly [syntax: string, description: string])[]
  readonly options?: readonly (readonly [flags: string, description: string])[]
  readonly examples: readonly (readonly [command: string, meaning: string])[]
  /** With `--json`, events are printed as lines while it runs, and no data at its end. */
  readonly streams?: boolean | ((input: Input) => boolean)
  readonly run: (context: Context, input: Input) => Promise<Outcome>
}

/** An option that was given a value, or undefined. */
export function textOption(input: Input, name: string): string | undefined {
  const value = input.options[name]
  return typeof value === 'string' ? value : undefined
}

/** An option without a value: was it given? */
export function flag(input: Input, name: string): boolean {
  return input.options[name] === true
}

/** An option that takes a whole number above 0, or undefined. @throws TesseraError `USAGE` */
export function positiveOption(input: Input, name: string): number | undefined {
  const text = textOption(input, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new TesseraError('USAGE', `"${text}" is no whole number above 0`, {
    hint: `it stands after --${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  })
}
