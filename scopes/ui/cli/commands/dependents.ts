import { importGraph } from '@tessera/workspace.files'
import type { CommandSpec } from '../command.ts'
import { findNode, openView } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<id>', 'a component']],
  examples: [['tessera dependents money/types', 'who would be rebuilt when it changes']],
  async run(context, input) {
    const { nodes } = await openView(context)
    const { key } = findNode(nodes, input.arguments[0] as string)
    const graph = importGraph(nodes)
    const generated = nodes.filter((node) => node.kind === 'component' && node.derived?.contract === key)
    const direct = new Set([...graph.dependentsOf(key), ...generated.map((node) => node.key)])
    const all = graph.transitiveDependents([key, ...generated.map((node) => node.key)])
    for (const node of generated) all.add(node.key)
    all.delete(key)
    const rows = [...all].toSorted().map((id) => ({ id, direct: direct.has(id) }))
    return {
      data: { id: key, dependents: rows },
      text: (style) =>
        rows.map((row) => (row.direct ? row.id : `${row.id} ${style.dim('(indirect)')}`)).join('\n') || 'nobody',
    }
  },
}
