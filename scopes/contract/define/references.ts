import { isRecord } from '@tessera/core.model'
import type { ContractDocument } from './document.ts'

interface Dangling {
  readonly pointer: string
  readonly problem: string
}

/** Names in a document that lead nowhere: slots of operations, exports, `$ref`s. A document is closed. */
export function danglingReferences(document: ContractDocument): Dangling[] {
  const names = new Set(Object.keys(document.$defs))
  return [
    ...repeatedSlots(document),
    ...unknownSlots(document),
    ...(document.pattern === 'http' && document.operations === undefined
      ? [{ pointer: '', problem: 'an http contract has no "operations"' }]
      : []),
    ...document.exports.flatMap((name, index) =>
      names.has(name) ? [] : [{ pointer: `/exports/${index}`, problem: `exports "${name}", which is not in $defs` }],
    ),
    ...document.slots.flatMap((slot, index) => unknownRefs(slot.schema, `/slots/${index}/schema`, names)),
    ...Object.entries(document.$defs).flatMap(([name, schema]) => unknownRefs(schema, `/$defs/${name}`, names)),
  ]
}

function repeatedSlots({ slots }: ContractDocument): Dangling[] {
  return slots.flatMap(({ at }, index) =>
    slots.findIndex((slot) => slot.at === at) === index
      ? []
      : [{ pointer: `/slots/${index}/at`, problem: `the slot "${at}" is there twice` }],
  )
}

function unknownSlots({ operations = {}, slots }: ContractDocument): Dangling[] {
  const known = new Set(slots.map(({ at }) => at))
  return Object.entries(operations).flatMap(([name, { request, responses }]) => {
    const used = [
      ...Object.entries(request).map(([part, at]) => [`request/${part}`, at] as const),
      ...Object.entries(responses).map(([status, { body }]) => [`responses/${status}/body`, body] as const),
    ]
    return used.flatMap(([path, at]) =>
      at === undefined || known.has(at)
        ? []
        : [{ pointer: `/operations/${name}/${path}`, problem: `${name} names the slot "${at}", which is not there` }],
    )
  })
}

function unknownRefs(schema: unknown, pointer: string, names: ReadonlySet<string>): Dangling[] {
  if (Array.isArray(schema)) return schema.flatMap((item, index) => unknownRefs(item, `${pointer}/${index}`, names))
  if (!isRecord(schema)) return []
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (['const', 'enum', 'default', 'examples'].includes(keyword)) return []
    const at = `${pointer}/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (keyword !== '$ref' || typeof value !== 'string') return unknownRefs(value, at, names)
    const name = value.startsWith('#/$defs/') ? value.slice('#/$defs/'.length) : undefined
    return name !== undefined && names.has(name) ? [] : [{ pointer: at, problem: `"${value}" leads nowhere` }]
  })
}
