import { isRecord, TesseraError } from '@tessera/core.model'
import { table } from '@tessera/ui.terminal'
import { show } from '@tessera/workspace.versions'
import type { CommandSpec } from '../command.ts'
import { findNode, openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<id>', 'a component']],
  examples: [['tessera show orders-api/client', 'its version, files, dependencies']],
  async run(context, input) {
    const { scope, nodes } = await openSession(context)
    const node = findNode(nodes, input.arguments[0] as string)
    if (node.kind !== 'component') {
      throw new TesseraError('COMPONENT_NOT_FOUND', `${node.key} is a consumer, not a component`, {
        hint: 'tessera graph shows consumers',
      })
    }
    const fragments = await show(scope, node)
    const rows = fragments.map(({ title, json }) => [title, inline(json)])
    return { data: fragments, text: table(rows.filter(([, text]) => text !== '')) }
  },
}

function inline(json: unknown): string {
  if (Array.isArray(json)) return json.map(inline).join(', ')
  if (!isRecord(json)) return typeof json === 'string' ? json : JSON.stringify(json)
  return json['__type'] === 'package' ? `${String(json['id'])}@${String(json['version'])}` : String(json['id'])
}
