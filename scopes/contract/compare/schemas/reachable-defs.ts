import type { JsonSchema } from '@tessera/contract.define/document'

type Defs = Readonly<Record<string, JsonSchema>>

/** Of shared schemas those that a schema refers to, however far; all of them where a reference is no plain pointer. */
export function reachableDefs(schema: JsonSchema, defs: Defs): Defs {
  if (Object.keys(defs).length === 0) return defs
  const names = new Set<string>()
  const queue: unknown[] = [schema]
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (typeof value !== 'object' || value === null) continue
    for (const [keyword, inner] of Object.entries(value)) {
      if (typeof inner === 'object') queue.push(inner)
      if (!REFERENCES.has(keyword) || typeof inner !== 'string') continue
      const name = /^#\/\$defs\/([^/%~]+)(?:\/|$)/.exec(inner)?.[1]
      if (name === undefined && !inner.startsWith('#/') && inner !== '#') return defs
      if (name === undefined && /[%~]/.test(inner)) return defs
      if (name === undefined || names.has(name) || !Object.hasOwn(defs, name)) continue
      names.add(name)
      queue.push(defs[name])
    }
  }
  return Object.fromEntries(Object.entries(defs).filter(([name]) => names.has(name)))
}

const REFERENCES = new Set(['$ref', '$dynamicRef', '$recursiveRef'])
