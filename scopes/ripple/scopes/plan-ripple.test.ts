import { componentKey, parseComponentId } from '@tessera/core.model'
import type { Breakage, ScopeEntry } from '@tessera/scope.remote'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planRipple, updatesOf } from './plan-ripple.ts'
import type { Survey } from './survey.ts'
import type { PlannedComponent, RipplePlan } from './types.ts'

interface Row {
  readonly head: string
  readonly on?: readonly string[]
  readonly removed?: true
  readonly madeFrom?: string
  readonly date?: number
  readonly documents?: NonNullable<ScopeEntry['documents']>
}

/** Components by `scope/name`: their head, and what it depends on. */
function surveyOf(rows: Readonly<Record<string, Row>>, more: Partial<Survey> = {}): Survey {
  const entries = Object.entries(rows).map(([key, { head, on = [], date = 1, ...rest }]): [string, ScopeEntry] => {
    const id = parseComponentId(`${key}@${head}`)
    const versions = { '0.0.1': '1'.repeat(40), '0.0.2': '2'.repeat(40), '0.0.3': '3'.repeat(40) }
    const component = { scope: id.scope, name: id.name, versions, head: '1'.repeat(40) }
    return [key, { id, head: component.head, component, date, dependencies: on.map(parseComponentId), ...rest }]
  })
  const scopes = entries.map(([, { id }]) => id.scope)
  return {
    remotes: new Map(),
    targets: new Set(scopes),
    entries: new Map(entries),
    breakages: new Map(),
    equalParts: new Set(),
    warnings: [],
    ...more,
  }
}

const plan = (survey: Survey, retry = false): readonly PlannedComponent[] =>
  planRipple(survey, { isNew: () => true, retry }).components

const namesOf = (components: RipplePlan['components']): string[] =>
  components.map(({ id, heldBy }) => (heldBy === undefined ? id : `${id} held by ${heldBy}`))

test('what is behind comes first, then all that depends on it; others are left alone', () => {
  const survey = surveyOf({
    'o.a/base': { head: '0.0.2' },
    'o.b/mid': { head: '0.0.1', on: ['o.a/base@0.0.1'] },
    'o.a/top': { head: '0.0.3', on: ['o.b/mid@0.0.1'] },
    'o.c/fresh': { head: '0.0.1', on: ['o.a/base@0.0.2'] },
    'o.c/alone': { head: '0.0.1' },
  })
  expect(plan(survey)).toEqual([
    {
      ...{ id: 'o.b/mid@0.0.1', level: 0, after: [], cycle: [], certain: true },
      updates: [{ id: 'o.a/base', from: '0.0.1', to: '0.0.2' }],
    },
    { id: 'o.a/top@0.0.3', level: 1, updates: [], after: ['o.b/mid'], cycle: [], certain: true },
  ])
  expect(plan({ ...survey, targets: new Set(['o.a', 'o.c']) })).toEqual([])
})

test('nobody is moved to an older or a deleted head, and what is deleted is not moved', () => {
  const survey = surveyOf({
    'o.a/old': { head: '0.0.1' },
    'o.a/gone': { head: '0.0.2', removed: true },
    'o.a/base': { head: '0.0.2' },
    'o.b/one': { head: '0.0.1', on: ['o.a/old@0.0.2', 'o.a/gone@0.0.1'] },
    'o.b/two': { head: '0.0.1', on: ['o.a/base@0.0.1'], removed: true },
    'o.b/three': { head: '0.0.1', on: ['o.x/elsewhere@0.0.1'] },
  })
  expect(plan(survey)).toEqual([])
})

test('a part follows the document of its contract, unless it comes out as it was', () => {
  const documents = [
    { hash: 'b', version: '2'.repeat(40), since: 20 },
    { hash: 'a', version: '1'.repeat(40), since: 5 },
  ]
  const survey = surveyOf({
    'o.a/api/contract': { head: '0.0.2', documents, date: 20 },
    'o.a/api/types': { head: '0.0.1', madeFrom: 'o.a/api/contract', date: 10 },
    'o.a/api/client': { head: '0.0.1', madeFrom: 'o.a/api/contract', date: 21 },
    'o.b/user': { head: '0.0.1', on: ['o.a/api/types@0.0.1'] },
  })
  expect(plan(survey)).toMatchObject([
    { id: 'o.a/api/types@0.0.1', certain: false, updates: [{ id: 'o.a/api/contract', from: '0.0.1', to: '0.0.2' }] },
    { id: 'o.b/user@0.0.1', certain: false, after: ['o.a/api/types'] },
  ])
  expect(plan({ ...survey, equalParts: new Set(['o.a/api/types']) })).toEqual([])
})

test('what failed with the same versions is held, with all above it, until something below changes', () => {
  const rows = {
    'o.a/base': { head: '0.0.2' },
    'o.b/mid': { head: '0.0.1', on: ['o.a/base@0.0.1'] },
    'o.b/top': { head: '0.0.1', on: ['o.b/mid@0.0.1'] },
  }
  const tried = (to: string): Map<string, Breakage> =>
    new Map([['o.b/mid', { id: 'o.b/mid@0.0.1', updates: [{ id: 'o.a/base', from: '0.0.1', to }], diagnostics: [] }]])
  const held = surveyOf(rows, { breakages: tried('0.0.2') })
  expect(namesOf(plan(held))).toEqual(['o.b/mid@0.0.1 held by o.b/mid', 'o.b/top@0.0.1 held by o.b/mid'])
  expect(namesOf(plan(held, true))).toEqual(['o.b/mid@0.0.1', 'o.b/top@0.0.1'])
  expect(namesOf(plan(surveyOf(rows, { breakages: tried('0.0.1') })))).toEqual(['o.b/mid@0.0.1', 'o.b/top@0.0.1'])
  const below = surveyOf(
    {
      ...rows,
      'o.b/mid': { head: '0.0.1', on: ['o.a/base@0.0.1', 'o.c/other@0.0.1'] },
      'o.c/other': { head: '0.0.1', on: ['o.a/base@0.0.1'] },
    },
    { breakages: tried('0.0.2') },
  )
  expect(namesOf(plan(below))).toEqual(['o.c/other@0.0.1', 'o.b/mid@0.0.1', 'o.b/top@0.0.1'])
})

test('the members of a cycle are told of each other', () => {
  const survey = surveyOf({
    'o.a/base': { head: '0.0.2' },
    'o.a/one': { head: '0.0.1', on: ['o.b/two@0.0.1', 'o.a/base@0.0.1'] },
    'o.b/two': { head: '0.0.1', on: ['o.a/one@0.0.1'] },
  })
  expect(plan(survey)).toMatchObject([
    { id: 'o.a/one@0.0.1', level: 0, cycle: ['o.b/two'], after: [] },
    { id: 'o.b/two@0.0.1', level: 0, cycle: ['o.a/one'], after: [] },
  ])
})

test('exactly the transitive dependents of what is newer are planned, dependencies first', () => {
  const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 })
  fc.assert(
    fc.property(edges, fc.array(fc.nat(9), { maxLength: 3 }), (pairs, newer) => {
      const nameOf = (at: number): string => `o.s${at % 3}/c${at}`
      const rows: Record<string, Row> = {}
      for (let at = 0; at < 10; at++) {
        const on = pairs.filter(([from, to]) => from === at && to !== at).map(([, to]) => `${nameOf(to)}@0.0.1`)
        rows[nameOf(at)] = { head: newer.includes(at) ? '0.0.2' : '0.0.1', on }
      }
      const survey = surveyOf(rows)
      const planned = plan(survey).map(({ id }) => componentKey(parseComponentId(id)))
      const expected = new Set<string>()
      for (let before = -1; before !== expected.size;) {
        before = expected.size
        for (const [key, entry] of survey.entries) {
          const isBehind = updatesOf(entry, survey.entries).length > 0
          if (isBehind || entry.dependencies.some((id) => expected.has(componentKey(id)))) expected.add(key)
        }
      }
      expect([...planned].toSorted()).toEqual([...expected].toSorted())
      for (const component of plan(survey)) {
        const position = planned.indexOf(componentKey(parseComponentId(component.id)))
        for (const below of component.after) expect(planned.indexOf(below)).toBeLessThan(position)
      }
    }),
  )
})
