import type { JsonSchema } from '@tessera/contract.define/document'
import type { SchemaPair } from './compare-payload.ts'
import { isContained } from '../schemas/compare-schemas.ts'
import { once, timeLeft } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { typeView, typeViews } from './type-view.ts'

type Side = 'provider' | 'consumer'

/**
 * What a change of a payload does to the declarations of the parts, whatever it does on the wire: who writes it must
 * still be able to write what it wrote, and who reads it must be handed nothing that it was not handed before.
 */
export function declaredBumps(comparison: Comparison, pair: SchemaPair): NonNullable<ContractFinding['parts']> {
  return once(comparison, ['declared', pair.flow.sentBy, pair.old, pair.now], () => bumpsOf(comparison, pair))
}

function bumpsOf(comparison: Comparison, pair: SchemaPair): NonNullable<ContractFinding['parts']> {
  const breaks = (side: Side): boolean => {
    const writes = pair.flow.sentBy !== (side === 'provider' ? 'consumer' : 'provider')
    const reads = pair.flow.sentBy !== side
    return (writes && !written(comparison, pair)) || (reads && !read(comparison, pair))
  }
  const [client, server] = [breaks('consumer'), breaks('provider')]
  return {
    ...(client ? { client: 'major', mocks: 'major' } : {}),
    ...(server ? { server: 'major' } : {}),
    ...(client || server ? { types: 'major' } : {}),
  }
}

function written(comparison: Comparison, pair: SchemaPair): boolean {
  return isAssignable(comparison, ['old', 'now'], pair, 'write')
}

function read(comparison: Comparison, pair: SchemaPair): boolean {
  return isAssignable(comparison, ['now', 'old'], pair, 'read')
}

type Age = 'old' | 'now'

/** What cannot be decided counts as a break: a number too high harms less than one too low. */
function isAssignable(
  comparison: Comparison,
  [from, to]: readonly [Age, Age],
  pair: SchemaPair,
  side: 'write' | 'read',
): boolean {
  const defs = (age: Age): Defs => once(comparison, ['views', age, side], () => typeViews(comparison[age].$defs, side))
  const [fromSchema, toSchema] = [typeView(pair[from], side), typeView(pair[to], side)]
  const timeoutMs = timeLeft(comparison)
  if (timeoutMs <= 0) return false
  return isContained(fromSchema, toSchema, { policy: 'lenient', timeoutMs, oldDefs: defs(from), newDefs: defs(to) })
}

type Defs = Readonly<Record<string, JsonSchema>>
