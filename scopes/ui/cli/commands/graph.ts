import { importGraph } from '@tessera/workspace.files'
import { cycles, levels } from '@tessera/core.graph'
import { flag, type CommandSpec } from '../command.ts'
import { findNode, openView } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['[id]', 'only what this component or consumer depends on']],
  options: [['--cycles', 'only the cycles']],
  examples: [
    ['tessera graph', 'the workspace in build order, with what each node imports'],
    ['tessera graph --json', 'nodes and edges'],
    ['tessera graph --cycles', 'exit 1 where there are some'],
  ],
  async run(context, input) {
    const { nodes } = await openView(context)
    const graph = importGraph(nodes)
    if (flag(input, 'cycles')) {
      const found = cycles(graph)
      return {
        data: { cycles: found },
        text: found.map((cycle) => cycle.join(' <-> ')).join('\n') || 'no cycles',
        exitCode: found.length > 0 ? 1 : 0,
      }
    }
    const [id] = input.arguments
    const start = id === undefined ? undefined : findNode(nodes, id).key
    const shown = start === undefined ? new Set(graph.nodes()) : graph.transitiveDependencies([start]).add(start)
    const edges = [...shown].flatMap((from) =>
      [...graph.dependenciesOf(from)].map((to) => ({ sourceId: from, targetId: to })),
    )
    const order = levels(graph)
      .flat(2)
      .filter((node) => shown.has(node))
    return {
      data: { nodes: order.map((node) => ({ id: node })), edges },
      text: (style) =>
        order
          .map((node) => {
            const dependencies = [...graph.dependenciesOf(node)].toSorted().join(', ')
            return dependencies === '' ? node : `${node} ${style.dim('->')} ${dependencies}`
          })
          .join('\n'),
    }
  },
}
