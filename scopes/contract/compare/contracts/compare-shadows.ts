import type { HttpOperation, JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { compareInTime, findSlot, found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { pointer } from './pointer.ts'

/**
 * A new path that an old one with a parameter led to: `/orders/latest` beside `/orders/{id}`. Who asks for the order
 * `latest` reaches another operation now; that nobody does, the documents cannot tell. Undefined where no value that the
 * parameter may have is the new path.
 */
export function shadowedBy(
  comparison: Comparison,
  name: string,
  operation: HttpOperation,
): ContractFinding | undefined {
  if (operation.webhook === true) return undefined
  for (const [oldName, old] of Object.entries(comparison.old.operations ?? {})) {
    const taken = old.webhook !== true && old.method === operation.method ? taking(old.path, operation.path) : undefined
    if (taken === undefined || !mayBe(comparison, old, taken)) continue
    return found('path-shadowed', {
      ...{ severity: 'risky', direction: 'request', at: name },
      ...{ pointer: pointer('operations', name, 'path'), oldPointer: pointer('operations', oldName, 'path') },
      message: `${name} (${operation.method} ${operation.path}) answers calls that went to ${oldName} (${old.path})`,
      ...{ witness: taken, witnessIs: 'old', needsNewProvider: true, parts: { server: 'major' } },
    })
  }
  return undefined
}

/** The parameters with which one path is a more general other: none where they do not meet so. */
function taking(general: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wide, narrow] = [general.split('/'), path.split('/')]
  if (wide.length !== narrow.length) return undefined
  const taken: [string, string][] = []
  for (const [index, segment] of narrow.entries()) {
    const other = wide[index] as string
    const parameter = /^\{([^{}]+)\}$/.exec(other)?.[1]
    if (parameter !== undefined && !segment.includes('{')) taken.push([parameter, segment])
    else if (parameter === undefined ? other !== segment : !/^\{[^{}]+\}$/.test(segment)) return undefined
  }
  return taken.length === 0 ? undefined : Object.fromEntries(taken)
}

/** Whether each parameter may have its value: a `z.uuid()` is never `latest`. */
function mayBe(comparison: Comparison, { request }: HttpOperation, taken: Readonly<Record<string, string>>): boolean {
  const { $defs } = comparison.old
  const schema = findSlot(comparison.old, request.params)?.slot.schema
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {}
  return Object.entries(taken).every(([name, text]) => {
    if (!Object.hasOwn(properties, name)) return true
    const values = [text, ...(/^(?:-?\d+(?:\.\d+)?|true|false)$/.test(text) ? [JSON.parse(text) as unknown] : [])]
    const accepts = (value: unknown): boolean =>
      compareInTime(comparison, [{ const: value }, properties[name] as JsonSchema], { newDefs: $defs }).level !==
      'breaking'
    return values.some(accepts)
  })
}
