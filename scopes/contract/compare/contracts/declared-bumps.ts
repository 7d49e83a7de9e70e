import type { JsonSchema } from '@tessera/contract.define/document'
import { compareSchemas } from '../schemas/index.ts'
import type { SchemaPair } from './compare-payload.ts'
import { once } from './comparison.ts'
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
  return isAssignable(comparison, viewOf(comparison.old, pair.old, 'write'), viewOf(comparison.now, pair.now, 'write'))
}

function read(comparison: Comparison, pair: SchemaPair): boolean {
  return isAssignable(comparison, viewOf(comparison.now, pair.now, 'read'), viewOf(comparison.old, pair.old, 'read'))
}

function viewOf({ $defs }: Pick<Comparison['old'], '$defs'>, schema: JsonSchema, side: 'write' | 'read'): View {
  return { schema: typeView(schema, side), defs: typeViews($defs, side) }
}

interface View {
  readonly schema: JsonSchema
  readonly defs: Readonly<Record<string, JsonSchema>>
}

/** What cannot be decided counts as a break: a number too high harms less than one too low. */
function isAssignable({ timeoutMs }: Comparison, from: View, to: View): boolean {
  const { level } = compareSchemas(from.schema, to.schema, {
    ...{ policy: 'lenient', oldDefs: from.defs, newDefs: to.defs },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  return level === 'compatible'
}
