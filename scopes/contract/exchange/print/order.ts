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
export function recursiveNames($defs: ContractDocument['$defs'], order = dependencyOrder($defs)): ReadonlySet<string> {
  const users = new Map<string, string[]>()
  const recursive = new Set<string>()
  for (const name of order) {
    for (const ref of new Set(refsIn($defs[name]))) {
      if (ref === name) recursive.add(name)
      const known = users.get(ref)
      if (known === undefined) users.set(ref, [name])
      else known.push(name)
    }
  }
  for (const circle of circles(order, users)) if (circle.length > 1) for (const name of circle) recursive.add(name)
  return recursive
}

/** Names that all reach each other, by Kosaraju: back from the last that was finished, over who uses whom. */
function circles(order: readonly string[], users: ReadonlyMap<string, readonly string[]>): readonly string[][] {
  const seen = new Set<string>()
  return order.toReversed().map((start) => {
    const circle: string[] = []
    const open = [start]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (seen.has(name)) continue
      seen.add(name)
      circle.push(name)
      open.push(...(users.get(name) ?? []))
    }
    return circle
  })
}
