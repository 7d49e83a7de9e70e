import { isSchema } from './keywords.ts'
import type { Node, PartBody } from './node.ts'
import { listOf, type ObjectPlace, type Reader, sizes } from './read-schema.ts'

/** What a schema says of arrays; a tuple may stand in `items`, as it did before 2020-12. */
export function readArray(place: ObjectPlace, reader: Reader): PartBody[] {
  const { schema } = place
  return [
    ...sizes(schema, 'array', ['minItems', 'maxItems']),
    ...(schema['uniqueItems'] === true ? [{ kind: 'unique' } as const] : []),
    ...readItems(place, reader),
    ...readContains(place, reader),
  ]
}

function readItems(place: ObjectPlace, reader: Reader): PartBody[] {
  const { schema } = place
  const tuple = Array.isArray(schema['items'])
  const prefix = listOf(schema, tuple ? 'items' : 'prefixItems').map((item) => reader.inside(item, place))
  const after = schema[tuple ? 'additionalItems' : 'items']
  const rest = isSchema(after) ? reader.inside(after, place) : reader.nodes.anything
  const used = lastUsed(prefix, rest)
  return used.length === 0 && rest === reader.nodes.anything ? [] : [{ kind: 'items', prefix: used, rest }]
}

/** Without what the rest says anyway. */
function lastUsed(prefix: readonly Node[], rest: Node): readonly Node[] {
  return prefix.slice(0, prefix.findLastIndex((node) => node !== rest) + 1)
}

function readContains(place: ObjectPlace, reader: Reader): PartBody[] {
  const { contains, minContains, maxContains } = place.schema
  if (!isSchema(contains)) return []
  const least = typeof minContains === 'number' ? Math.ceil(minContains) : 1
  const most = typeof maxContains === 'number' ? Math.floor(maxContains) : Infinity
  if (least === 0 && most === Infinity) return []
  return [{ kind: 'contains', node: reader.inside(contains, place), least, most }]
}
