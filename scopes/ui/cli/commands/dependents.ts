import { componentKey, parseComponentId, TesseraError } from '@tessera/core.model'
import { importGraph } from '@tessera/workspace.files'
import { flag, type CommandSpec, type Context, type Input, type Outcome } from '../command.ts'
import { findNode, openView } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['[id...]', 'a component; with --broken scopes or components, by default every scope that is known']],
  options: [['--broken', 'dependents, in the scopes, that did not pass a ripple, and why']],
  examples: [
    ['tessera dependents money/types', 'who would be rebuilt when it changes'],
    ['tessera dependents --broken', 'what ripples could not update in the scopes of this workspace'],
    ['tessera dependents --broken file:///srv/scopes/acme.orders', 'in one scope, outside of any workspace'],
  ],
  async run(context, input) {
    if (flag(input, 'broken')) return brokenDependents(context, input)
    const [word, ...more] = input.arguments
    if (word === undefined || more.length > 0) {
      throw new TesseraError('USAGE', 'dependents takes one component', { hint: 'tessera dependents money/types' })
    }
    const { nodes } = await openView(context)
    const { key } = findNode(nodes, word)
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

/** Words that name components keep what is about these; all others are scopes. */
async function brokenDependents(context: Context, { arguments: words }: Input): Promise<Outcome> {
  const { listBroken } = await import('@tessera/ripple.scopes')
  const { brokenLines } = await import('./broken-text.ts')
  const { knownScopes } = await import('../known-scopes.ts')
  const known = await knownScopes(context)
  const keys = words.flatMap((word) => (word in known.remotes ? [] : componentWord(word)))
  const scopes = words.filter((word) => word in known.remotes || componentWord(word).length === 0)
  if (words.length === 0 && Object.keys(known.remotes).length === 0) throw noScope()
  const all = await listBroken(
    { ...known, emit: context.emit },
    scopes.length > 0 ? scopes : Object.keys(known.remotes),
  )
  const broken = all.filter(({ id, updates }) => {
    const about = [componentKey(parseComponentId(id)), ...updates.map((update) => update.id)]
    return keys.length === 0 || about.some((key) => keys.includes(key))
  })
  return {
    data: { broken },
    text: (style) => broken.flatMap((breakage) => brokenLines(breakage, style)).join('\n') || 'nothing is broken',
    exitCode: broken.length > 0 ? 1 : 0,
  }
}

function noScope(): TesseraError {
  return new TesseraError('USAGE', 'no scope is known here, so nothing can be said of its components', {
    hint: 'name one: tessera dependents --broken file:///srv/scopes/acme.orders; or tessera remote add <url>',
  })
}

function componentWord(word: string): readonly string[] {
  try {
    return [componentKey(parseComponentId(word))]
  } catch {
    return []
  }
}
