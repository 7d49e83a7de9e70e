import { TesseraError } from '@tessera/core.model'
import { Command, CommanderError } from 'commander'
import type { CommandSpec, Input } from './command.ts'
import { examplesHelp } from './help.ts'

/**
 * Reads the words after the command's name.
 * @returns the input, or the help text where it was asked for
 * @throws TesseraError `USAGE`
 */
export async function parseInput(
  name: string,
  summary: string,
  spec: CommandSpec,
  words: readonly string[],
): Promise<Input | { readonly help: string }> {
  const program = programFor(name, summary, spec)
  try {
    program.parse([...words], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed') return { help: helpText(program, spec) }
    throw new TesseraError(
      'USAGE',
      error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)/, ', did you mean $1?'),
      {
        hint: `tessera ${name} --help`,
      },
    )
  }
  return { arguments: program.args, options: program.opts() }
}

function programFor(name: string, summary: string, spec: CommandSpec): Command {
  const program = new Command(`tessera ${name}`).description(summary).exitOverride()
  program.configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
  for (const [syntax, description] of spec.arguments ?? []) program.argument(syntax, description)
  for (const [flags, description] of spec.options ?? []) program.option(flags, description)
  program.option('--json', spec.streams === true ? 'print events as lines of JSON' : 'print the result as JSON')
  program.allowExcessArguments(false).showSuggestionAfterError(true)
  return program
}

function helpText(program: Command, spec: CommandSpec): string {
  return `${program.helpInformation().trimEnd()}\n\n${examplesHelp(spec.examples)}`
}
