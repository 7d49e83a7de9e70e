import { isRecord, suggestion } from '@tessera/core.model'
import type { ContractDocument, Pattern, SecurityRequirement } from './document.ts'
import { slotUses } from './edges.ts'
import { escapePointer } from './shape.ts'

interface Dangling {
  readonly pointer: string
  readonly problem: string
}

/** What does not hold together: edges of another pattern, and names that lead nowhere. A document is closed. */
export function danglingReferences(document: ContractDocument): Dangling[] {
  const names = new Set(Object.keys(document.$defs))
  return [
    ...wrongEdges(document),
    ...repeatedSlots(document),
    ...unknownSlots(document),
    ...unknownSchemes(document),
    ...document.exports.flatMap((name, index) =>
      names.has(name) ? [] : [{ pointer: `/exports/${index}`, problem: `exports "${name}", which is not in $defs` }],
    ),
    ...document.slots.flatMap((slot, index) => unknownRefs(slot.schema, `/slots/${index}/schema`, names)),
    ...Object.entries(document.$defs).flatMap(([name, schema]) =>
      unknownRefs(schema, `/$defs/${escapePointer(name)}`, names),
    ),
  ]
}

/** What a pattern has, and which of it must be there. */
const EDGES: Readonly<Record<Pattern, readonly (keyof ContractDocument)[]>> = {
  http: ['operations'],
  messaging: ['channels'],
  sockets: ['items', 'connection'],
  events: ['events', 'delivery', 'expectedFetchShare', 'detailsOf', 'retry'],
  schemas: [],
}
const OPTIONAL: readonly (keyof ContractDocument)[] = ['detailsOf', 'retry']

function wrongEdges(document: ContractDocument): Dangling[] {
  const own = EDGES[document.pattern]
  const all = Object.values(EDGES).flat()
  const missing = own.filter((field) => document[field] === undefined && !OPTIONAL.includes(field))
  const stray = all.filter((field) => document[field] !== undefined && !own.includes(field))
  const a = document.pattern === 'http' ? 'an' : 'a'
  return [
    ...missing.map((field) => ({ pointer: '', problem: `${a} ${document.pattern} contract has no "${field}"` })),
    ...stray.map((field) => ({
      pointer: `/${field}`,
      problem: `${a} ${document.pattern} contract cannot have "${field}"`,
    })),
    ...missingDetails(document),
  ]
}

function missingDetails({ events = {}, detailsOf }: ContractDocument): Dangling[] {
  if (detailsOf !== undefined) return []
  return Object.entries(events).flatMap(([name, { details }]) =>
    details === undefined
      ? []
      : [
          {
            pointer: `/events/${escapePointer(name)}/details`,
            problem: `${name} has details, but there is no "detailsOf"`,
          },
        ],
  )
}

function repeatedSlots({ slots }: ContractDocument): Dangling[] {
  const first = new Map<string, number>()
  return slots.flatMap(({ at }, index) => {
    if (!first.has(at)) {
      first.set(at, index)
      return []
    }
    return [{ pointer: `/slots/${index}/at`, problem: `the slot "${at}" is there twice` }]
  })
}

function unknownSlots(document: ContractDocument): Dangling[] {
  const known = new Set(document.slots.map(({ at }) => at))
  return slotUses(document)
    .filter(({ at }) => !known.has(at))
    .map(({ pointer, edge, at }) => ({
      pointer,
      problem: `${edge} names the slot "${at}", which is not there${suggestion(at, known)}`,
    }))
}

function unknownSchemes(document: ContractDocument): Dangling[] {
  const known = Object.keys(document.securitySchemes ?? {})
  const edges = Object.entries({ operations: document.operations, channels: document.channels })
  const uses: readonly (readonly [string, readonly SecurityRequirement[] | undefined])[] = [
    ['', document.security],
    ...edges.flatMap(([field, named]) =>
      Object.entries(named ?? {}).map(([name, edge]) => [`/${field}/${escapePointer(name)}`, edge.security] as const),
    ),
  ]
  return uses.flatMap(([place, requirements = []]) =>
    requirements.flatMap((requirement, index) =>
      Object.keys(requirement)
        .filter((name) => !known.includes(name))
        .map((name) => ({
          pointer: `${place}/security/${index}/${escapePointer(name)}`,
          problem: `"${name}" is no security scheme of this contract${suggestion(name, known)}`,
        })),
    ),
  )
}

/** Hold values of the author, in which nothing is a schema. */
const VALUES = new Set(['const', 'enum', 'default', 'examples'])
/** Hold schemas by names, which may be those of keywords. */
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs'])

function unknownRefs(schema: unknown, pointer: string, names: ReadonlySet<string>): Dangling[] {
  if (Array.isArray(schema)) return schema.flatMap((item, index) => unknownRefs(item, `${pointer}/${index}`, names))
  if (!isRecord(schema)) return []
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const at = `${pointer}/${escapePointer(keyword)}`
    if (keyword === '$ref' && typeof value === 'string') return isKnown(value, names) ? [] : [lost(at, value)]
    if (VALUES.has(keyword)) return []
    if (!MAPS.has(keyword) || !isRecord(value)) return unknownRefs(value, at, names)
    return Object.entries(value).flatMap(([name, inner]) => unknownRefs(inner, `${at}/${escapePointer(name)}`, names))
  })
}

function isKnown(ref: string, names: ReadonlySet<string>): boolean {
  return ref.startsWith('#/$defs/') && names.has(ref.slice('#/$defs/'.length))
}

function lost(pointer: string, ref: string): Dangling {
  return { pointer, problem: `"${ref}" leads nowhere` }
}
