import { suggestion, TesseraError } from '@tessera/core.model'
import type { CommandSpec } from '../command.ts'
import { completions } from '../completion-words.ts'

export const command: CommandSpec = {
  arguments: [
    ['<shell>', 'bash, zsh or fish'],
    ['[words...]', 'with "words" for the shell: what was typed so far'],
  ],
  examples: [
    ['tessera completion bash >> ~/.bashrc', 'completes from the next shell on'],
    ['tessera completion zsh >> ~/.zshrc', 'after compinit'],
    ['tessera completion fish > ~/.config/fish/completions/tessera.fish', 'completes from the next shell on'],
    ['tessera completion words -- status --q', 'what a shell asks: the words that may stand there'],
  ],
  async run({ cwd }, { arguments: [shell = '', ...words] }) {
    if (shell === 'words') {
      const { commands } = await import('../cli.ts')
      const found = await completions(commands, words, cwd)
      return { data: found, text: found.join('\n') }
    }
    if (!Object.hasOwn(SCRIPTS, shell)) {
      throw new TesseraError(
        'USAGE',
        `there is no completion for "${shell}"${suggestion(shell, Object.keys(SCRIPTS))}`,
        {
          hint: `there is one for ${Object.keys(SCRIPTS).join(', ')}`,
        },
      )
    }
    const script = SCRIPTS[shell as keyof typeof SCRIPTS]
    return { data: { shell, script }, text: script }
  },
}

/** Each asks the program itself: what it completes is what the installed version knows. */
const SCRIPTS = {
  bash: `# completion of tessera for bash
_tessera() {
  local IFS=$'\\n'
  COMPREPLY=($(tessera completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _tessera tessera`,
  zsh: `# completion of tessera for zsh
_tessera() {
  local -a found
  found=("\${(@f)$(tessera completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  [[ -n "$found" ]] && compadd -a found || _files
}
compdef _tessera tessera`,
  fish: `# completion of tessera for fish
function __tessera_words
  set -l typed (commandline -opc)
  tessera completion words -- $typed[2..-1] (commandline -ct) 2>/dev/null
end
complete -c tessera -a '(__tessera_words)'`,
} as const
