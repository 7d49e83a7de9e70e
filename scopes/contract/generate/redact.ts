import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { reachTest } from './defaults.ts'
import { children, escapePart, type Defs, listOf, mapOf, refName } from './schema.ts'

/** Beyond it all that lies below is kept out of logs. */
const DEEPEST = 16

/** By slot, what no log may show; slots in which nothing is private are absent. */
export function redactedSlots({
  slots,
  $defs,
}: Pick<ContractDocument, 'slots' | '$defs'>): Readonly<Record<string, readonly string[]>> {
  const pointersOf = redaction($defs)
  const found = slots.map(({ at, schema }) => [at, pointersOf(schema)] as const)
  return Object.fromEntries(found.filter(([, pointers]) => pointers.length > 0))
}

/** Gives JSON pointers of what no log may show, `*` for any item or member: `/customer/iban`, `/cards/*`. Sorted. */
function redaction(defs: Defs): (schema: JsonSchema) => readonly string[] {
  const redacts = reachTest(defs, isRedacted, children)
  return (schema) => redactedPointers(schema, defs, redacts)
}

function isRedacted(schema: JsonSchema): boolean {
  return typeof schema === 'object' && schema['x-redact'] === true
}

function redactedPointers(schema: JsonSchema, defs: Defs, redacts: (schema: JsonSchema) => boolean): readonly string[] {
  const found = new Set<string>()
  const visit = (part: JsonSchema, pointer: string, open: ReadonlySet<string>): void => {
    if (typeof part === 'boolean' || !redacts(part)) return
    if (isRedacted(part) || pointer.split('/').length > DEEPEST) {
      found.add(pointer)
      return
    }
    const name = refName(part)
    if (name !== undefined && !open.has(name)) visit(defs[name] ?? true, pointer, new Set([...open, name]))
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      for (const branch of listOf(part, keyword)) visit(branch, pointer, open)
    }
    for (const keyword of ['then', 'else', 'items', 'additionalProperties']) {
      const inner = part[keyword] as JsonSchema | undefined
      const deeper = keyword === 'items' || keyword === 'additionalProperties'
      if (inner !== undefined) visit(inner, deeper ? `${pointer}/*` : pointer, open)
    }
    for (const [key, item] of Object.entries(mapOf(part, 'properties')))
      visit(item, `${pointer}/${escapePart(key)}`, open)
    for (const item of Object.values(mapOf(part, 'patternProperties'))) visit(item, `${pointer}/*`, open)
    for (const item of Object.values(mapOf(part, 'dependentSchemas'))) visit(item, pointer, open)
    listOf(part, 'prefixItems').forEach((item, index) => visit(item, `${pointer}/${index}`, open))
  }
  visit(schema, '', new Set())
  return [...found].toSorted()
}
