import type { JsonSchema } from '@tessera/contract.define/document'

/** JSON pointer of these keys: `pointer('$defs', 'a/b')` is `/$defs/a~1b`. */
export function pointer(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/**
 * The pointer to what a pointer through references leads to: `/$defs/Order/properties/items/$ref/minItems` is
 * `/$defs/Items/minItems`. Others stay as they are.
 */
export function settled(path: string, $defs: Readonly<Record<string, JsonSchema>>): string {
  let place: string[] = []
  let value: unknown = { $defs }
  for (const key of path.split('/').slice(1)) {
    const next = isObject(value) ? value[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
    const name = key === '$ref' && typeof next === 'string' && next.startsWith('#/$defs/') ? next.slice(8) : undefined
    place = name === undefined ? [...place, key] : ['$defs', name.replaceAll('~', '~0').replaceAll('/', '~1')]
    value = name === undefined ? next : $defs[name]
  }
  return path === '' ? '' : `/${place.join('/')}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
