import type { ContractDocument } from '@tessera/contract.define/document'
import { refsIn } from '../read/finish.ts'

/** Named schemas so that each stands below those it refers to, as far as they do not refer to each other. */
export function dependencyOrder($defs: ContractDocument['$defs']): readonly string[] {
  const order: string[] = []
  const seen = new Set<string>()
  for (const root of Object.keys($defs)) {
    // Not by calls: a chain of names may be longer than the stack.
    const stack = [{ name: root, refs: undefined as string[] | undefined }]
    while (stack.length > 0) {
      const top = stack.at(-1) as { name: string; refs: string[] | undefined }
      if (top.refs === undefined) {
        if (seen.has(top.name) || !Object.hasOwn($defs, top.name)) {
          stack.pop()
          continue
        }
        seen.add(top.name)
        top.refs = refsIn($defs[top.name]).toReversed()
      }
      const next = top.refs.pop()
      if (next !== undefined) stack.push({ name: next, refs: undefined })
      else {
        order.push(top.name)
        stack.pop()
      }
    }
  }
  return order
}

/** Names of schemas that contain themselves, however indirectly. */
export function recursiveNames($defs: ContractDocument['$defs']): ReadonlySet<string> {
  const refs = new Map(Object.entries($defs).map(([name, schema]) => [name, refsIn(schema)]))
  return new Set([...refs.keys()].filter((name) => reaches(name, refs)))
}

function reaches(name: string, refs: ReadonlyMap<string, readonly string[]>): boolean {
  const open = [...(refs.get(name) ?? [])]
  const seen = new Set<string>()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(refs.get(next) ?? []))
  }
  return false
}
