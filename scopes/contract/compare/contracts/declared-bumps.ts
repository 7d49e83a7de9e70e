import type { JsonSchema } from '@tessera/contract.define/document'
import { compareSchemas } from '../schemas/index.ts'
import type { SchemaPair } from './compare-payload.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { typeView, typeViews } from './type-view.ts'

type Side = 'provider' | 'consumer'

/**
 * What a change of a payload does to the declarations of the parts, whatever it does on the wire: who writes it must
 * still be able to write what it wrote, and who reads it must be handed nothing that it was not handed before.
 */
export function declaredBumps(comparison: Comparison, pair: SchemaPair): NonNullable<ContractFinding['parts']> {
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

function written({ old, now, ...options }: Comparison, pair: SchemaPair): boolean {
  return isAssignable(
    { schema: typeView(pair.old, 'write'), defs: typeViews(old.$defs, 'write') },
    { schema: typeView(pair.now, 'write'), defs: typeViews(now.$defs, 'write') },
    options,
  )
}

function read({ old, now, ...options }: Comparison, pair: SchemaPair): boolean {
  return isAssignable(
    { schema: typeView(pair.now, 'read'), defs: typeViews(now.$defs, 'read') },
    { schema: typeView(pair.old, 'read'), defs: typeViews(old.$defs, 'read') },
    options,
  )
}

interface View {
  readonly schema: JsonSchema
  readonly defs: Readonly<Record<string, JsonSchema>>
}

/** What cannot be decided counts as a break: a number too high harms less than one too low. */
function isAssignable(from: View, to: View, { timeoutMs }: Pick<Comparison, 'timeoutMs'>): boolean {
  const { level } = compareSchemas(from.schema, to.schema, {
    ...{ policy: 'lenient', oldDefs: from.defs, newDefs: to.defs },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  return level === 'compatible'
}
