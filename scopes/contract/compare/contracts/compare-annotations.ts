import { codecValue, type JsonSchema } from '@tessera/contract.define/document'
import { canonicalJson, isRecord } from '@tessera/core.model'
import type { SchemaPair } from './compare-payload.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { walkTogether } from './walk-together.ts'
import type { PlacedPair } from './walk-together.ts'

/** What does not say which values there are: defaults, members of open enums, what the ends make of a text, what no log may show, descriptions. */
export function compareAnnotations({ old, now }: Comparison, pair: SchemaPair): readonly ContractFinding[] {
  const places = walkTogether({ ...pair, oldDefs: old.$defs, defs: now.$defs })
  const findings = places.flatMap((place) => [
    ...compareDefault(place, pair),
    ...compareMembers(place, pair),
    ...compareCodec(place, pair),
    ...compareRedaction(place, pair),
  ])
  const described = places.filter(isDescribedAnew)
  return [...findings, ...described.map((place) => descriptionChanged(place))]
}

type Place = Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>

function placeOf({ at, pointer, oldPointer }: PlacedPair): Place {
  return { at, pointer, oldPointer }
}

/** A reader fills a default in: a deployed one its own, whatever the sender left out in its place. */
function compareDefault({ old, now, ...pair }: PlacedPair, { flow }: SchemaPair): readonly ContractFinding[] {
  const [had, has] = ['default' in old, 'default' in now]
  if (canonicalJson([old['default']]) === canonicalJson([now['default']]) && had === has) return []
  const where = { direction: flow.direction, ...placeOf({ old, now, ...pair }) } as const
  const [before, after] = [JSON.stringify(old['default']), JSON.stringify(now['default'])]
  if (!had) return [found('default-added', { ...where, severity: 'info', message: `left out, it means ${after} now` })]
  if (!has) {
    const message = `left out, it no longer means ${before}`
    return [found('default-removed', { ...where, severity: 'risky', message })]
  }
  const message = `left out, it means ${after} now, meant ${before}`
  return [found('default-changed', { ...where, severity: 'risky', message })]
}

/** Of an open enum, whose readers take any text: what they do with a member they do not know is theirs. */
function compareMembers(place: PlacedPair, { flow }: SchemaPair): readonly ContractFinding[] {
  const [before, after] = [membersOf(place.old), membersOf(place.now)]
  if (before === undefined || after === undefined) return []
  const gone = before.filter((member) => !after.includes(member))
  const added = after.filter((member) => !before.includes(member))
  const where = { direction: flow.direction, ...placeOf(place) } as const
  const isSent = flow.sentBy !== 'provider'
  const lost = `${list(gone)} ${gone.length === 1 ? 'is no longer a member' : 'are no longer members'}`
  const unknown = isSent ? ', and deployed consumers send it' : ''
  return [
    ...(gone.length === 0
      ? []
      : [
          found('open-enum-value-removed', {
            ...where,
            severity: isSent ? 'risky' : 'info',
            message: `${lost}${unknown}`,
          }),
        ]),
    ...(added.length === 0
      ? []
      : [
          found('open-enum-value-added', {
            ...where,
            severity: 'info',
            message: `${list(added)} may come too; readers take it as unknown`,
          }),
        ]),
  ]
}

function membersOf(schema: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const members = schema['x-extensible-enum']
  return Array.isArray(members) ? members.map((member) => JSON.stringify(member)) : undefined
}

function list(values: readonly string[]): string {
  return values.length > 3 ? `${values.slice(0, 3).join(', ')} and ${values.length - 3} more` : values.join(', ')
}

/** The text that travels is as it was: who runs older code works with what that made of it. */
function compareCodec(place: PlacedPair, { flow }: SchemaPair): readonly ContractFinding[] {
  const [before, after] = [place.old, place.now].map((schema) => codecValue(schema) ?? 'the text that travels')
  if (before === after) return []
  const message = `both ends work with ${after} now, did with ${before}`
  return [found('codec-changed', { severity: 'info', direction: flow.direction, ...placeOf(place), message })]
}

function compareRedaction(place: PlacedPair, { flow }: SchemaPair): readonly ContractFinding[] {
  const [before, after] = [place.old['x-redact'] === true, place.now['x-redact'] === true]
  if (before === after) return []
  const message = after ? 'logs no longer show it' : 'logs may show it now'
  return [found('redaction-changed', { severity: 'info', direction: flow.direction, ...placeOf(place), message })]
}

const WORDS = ['title', 'description', 'examples', 'deprecated', '$comment', 'readOnly', 'writeOnly']

function isDescribedAnew({ old, now }: PlacedPair): boolean {
  const words = (schema: JsonSchema): string =>
    canonicalJson(isRecord(schema) ? WORDS.map((word) => schema[word] ?? null) : null)
  return words(old) !== words(now)
}

function descriptionChanged(place: PlacedPair): ContractFinding {
  const message = 'it is described in other words'
  return found('description-changed', { severity: 'info', direction: 'none', ...placeOf(place), message })
}
