import { isObject } from './equal.ts'
import type { JsonSchema } from './types.ts'

/** Where `$ref`s of one schema lead. */
export interface References {
  /** The schema a reference names; undefined where it leads nowhere. */
  resolve(ref: string): JsonSchema | undefined
}

/** Resolves pointers, anchors and ids within one schema; nothing is fetched. */
export function references(root: JsonSchema, defs: Readonly<Record<string, JsonSchema>>): References {
  const ids = new Map<string, JsonSchema>()
  collect(root, ids)
  for (const def of Object.values(defs)) collect(def, ids)
  return {
    resolve: (ref) => {
      if (ref === '#') return root
      return ids.get(ref) ?? (ref.startsWith('#/') ? (follow(root, ref) ?? follow({ $defs: defs }, ref)) : undefined)
    },
  }
}

function collect(schema: unknown, ids: Map<string, JsonSchema>): void {
  if (Array.isArray(schema)) for (const item of schema) collect(item, ids)
  if (!isObject(schema)) return
  if (typeof schema['$id'] === 'string') ids.set(schema['$id'], schema)
  if (typeof schema['$anchor'] === 'string') ids.set(`#${schema['$anchor']}`, schema)
  for (const [keyword, value] of Object.entries(schema)) {
    if (!['const', 'enum', 'default', 'examples'].includes(keyword)) collect(value, ids)
  }
}

function follow(root: unknown, ref: string): JsonSchema | undefined {
  let at: unknown = root
  for (const segment of ref.slice(2).split('/')) {
    const key = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
  }
  return typeof at === 'boolean' || isObject(at) ? at : undefined
}
