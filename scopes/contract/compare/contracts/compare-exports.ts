import { comparePayloadSchemas } from './compare-payload.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { pointer } from './pointer.ts'

/**
 * Schemas that other contracts import. Those of a contract without a pattern are held both ways: whether their users
 * send or read them is not known here.
 */
export function compareExports(comparison: Comparison): readonly ContractFinding[] {
  const { old, now } = comparison
  const gone = old.exports.filter((name) => !now.exports.includes(name))
  const added = now.exports.filter((name) => !old.exports.includes(name))
  const kept = now.pattern === 'schemas' ? now.exports.filter((name) => old.exports.includes(name)) : []
  return [
    ...gone.map((name) => exportRemoved(name, comparison)),
    ...added.map((name) =>
      found('export-added', {
        ...{ severity: 'info', direction: 'none', at: name, pointer: '/exports', oldPointer: '/exports' },
        ...{ message: `the schema ${name} can be imported now`, needsNewProvider: true },
      }),
    ),
    ...kept.flatMap((name) => {
      const [before, after] = [old.$defs[name], now.$defs[name]]
      if (before === undefined || after === undefined) return []
      return comparePayloadSchemas(comparison, {
        ...{ old: before, now: after, flow: { sentBy: 'either', retained: false, direction: 'both' } },
        ...{ place: name, pointer: pointer('$defs', name), oldPointer: pointer('$defs', name) },
      })
    }),
  ]
}

/** Where the contract has a pattern, nothing of it travels under that name: only who imports it is harmed. */
function exportRemoved(name: string, { now }: Comparison): ContractFinding {
  const isShared = now.pattern === 'schemas'
  return found('export-removed', {
    ...{ severity: isShared ? 'breaking' : 'info', direction: 'none', at: name },
    ...{ pointer: '/exports', oldPointer: '/exports', message: `the schema ${name} can no longer be imported` },
    parts: { contract: 'major', types: 'major', mocks: 'major' },
  })
}
