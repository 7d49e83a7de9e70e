import { generate, type GenerateResult } from '@tessera/ripple.build'
import { formatDiagnostic } from '@tessera/ui.terminal'
import { flag, type CommandSpec } from '../command.ts'
import { selectNodes } from '../select.ts'
import { openView } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['[patterns...]', 'contracts; all where none is given']],
  options: [
    ['--upgrade', 'also where the contract did not change: the generator is newer'],
    ['--overwrite', 'replace generated files that were edited by hand'],
  ],
  examples: [
    ['tessera generate', 'contract.json and the parts of every contract that changed'],
    ['tessera generate orders-api/contract --overwrite', 'give up hand edits of its parts'],
  ],
  async run(context, input) {
    const { workspace, nodes } = await openView(context)
    const only = await selectNodes(workspace, nodes, { patterns: input.arguments })
    const result = await generate(
      workspace,
      { ...(only === undefined ? {} : { only }), upgrade: flag(input, 'upgrade'), overwrite: flag(input, 'overwrite') },
      context.emit,
    )
    return {
      data: result,
      text: (style) =>
        [...result.diagnostics.map((found) => formatDiagnostic(found, style)), ...written(result)].join('\n'),
      exitCode: result.ok ? 0 : 1,
      ...(result.ok ? { next: 'tessera build' } : {}),
    }
  },
}

function written(result: GenerateResult): readonly string[] {
  if (result.written.length === 0) return result.ok ? ['every contract and its parts are up to date'] : []
  return result.written.flatMap((node) => node.files.map((file) => `wrote ${file}`))
}
