import { componentKey, packageName, parseComponentId } from '@tessera/core.model'
import { importGraph, type ComponentNode } from '@tessera/workspace.files'
import fc from 'fast-check'
import { gt, inc } from 'semver'
import { describe, expect, test } from 'vitest'
import { planTag } from './plan-tag.ts'
import type { PlannedTag, TagCandidate, TagOptions } from './plan-tag.ts'

type State = TagCandidate['state']

/** `a@1.0.0` with what it depends on, in scope `acme.x`. */
function candidate(text: string, needs: readonly string[] = [], state: State = 'unmodified'): TagCandidate {
  const id = parseComponentId(`acme.x/${text}`)
  const components = needs.map((need) => {
    const dependency = parseComponentId(`acme.x/${need}`)
    return { id: dependency, packageName: packageName(dependency) }
  })
  const component: ComponentNode = {
    ...{ kind: 'component', key: componentKey(id), id, packageName: packageName(id), rootDir: `components/${id.name}` },
    ...{ files: [], issues: [], exported: false, mainFile: 'index.ts' },
    dependencies: { components, devComponents: [], packages: {}, devPackages: {}, peerPackages: {} },
  }
  const versions = id.version === undefined ? [] : [id.version]
  return { component, state: id.version === undefined ? 'new' : state, versions, head: id.version }
}

const changed = (text: string, needs: readonly string[] = []): TagCandidate => candidate(text, needs, 'modified')

function plan(candidates: readonly TagCandidate[], options: TagOptions = {}): readonly PlannedTag[] {
  return planTag({ ...options, candidates }).tags
}

const summary = (tags: readonly PlannedTag[]): readonly string[] => tags.map((each) => `${each.id} ${each.action}`)

const chain = [changed('c@0.0.1'), candidate('b@0.0.1', ['c@0.0.1']), candidate('a@0.0.1', ['b@0.0.1'])]

describe('what is tagged', () => {
  test('the modified, and every dependent once, dependencies first', () => {
    expect(plan(chain, { message: 'why' })).toEqual([
      {
        ...{ key: 'acme.x/c', id: 'acme.x/c@0.0.2', from: '0.0.1', version: '0.0.2', action: 'tagged' },
        ...{ reason: 'modified', message: 'why' },
      },
      {
        ...{ key: 'acme.x/b', id: 'acme.x/b@0.0.2', from: '0.0.1', version: '0.0.2', action: 'auto-tagged' },
        ...{ reason: 'depends on acme.x/c@0.0.2', message: 'why (bump dependencies versions)' },
      },
      {
        ...{ key: 'acme.x/a', id: 'acme.x/a@0.0.2', from: '0.0.1', version: '0.0.2', action: 'auto-tagged' },
        ...{ reason: 'depends on acme.x/b@0.0.2', message: 'why (bump dependencies versions)' },
      },
    ])
  })

  test('a dependent that is direct and indirect is bumped once', () => {
    const a = candidate('a@0.0.1', ['b@0.0.1', 'c@0.0.1'])
    expect(summary(plan([...chain.slice(0, 2), a]))).toEqual([
      'acme.x/c@0.0.2 tagged',
      'acme.x/b@0.0.2 auto-tagged',
      'acme.x/a@0.0.2 auto-tagged',
    ])
  })

  test('without a message, dependents say why they moved', () => {
    expect(plan(chain).map((each) => each.message)).toEqual([
      '',
      'bump dependencies versions',
      'bump dependencies versions',
    ])
  })

  test('--skip-auto-tag leaves dependents alone', () => {
    expect(summary(plan(chain, { skipAutoTag: true }))).toEqual(['acme.x/c@0.0.2 tagged'])
  })

  test('nothing new or modified: nothing', () => {
    expect(plan([candidate('a@1.0.0'), candidate('b@1.0.0', ['a@1.0.0'])])).toEqual([])
    expect(plan([candidate('a@1.0.0')], { patterns: ['a'] })).toEqual([])
  })

  test('--unmodified takes the rest too', () => {
    expect(summary(plan([candidate('a@1.0.0'), candidate('b@1.0.0')], { unmodified: true, patterns: ['a'] }))).toEqual([
      'acme.x/a@1.0.1 tagged',
    ])
  })

  test('a new component has no dependents to bump, and a dependent without versions is not bumped', () => {
    const fresh = candidate('new', ['c@0.0.1'])
    expect(summary(plan([changed('c@0.0.1'), fresh], { patterns: ['c'] }))).toEqual(['acme.x/c@0.0.2 tagged'])
  })

  test('a dependent recorded with a newer version of the dependency is not taken back', () => {
    const b = { ...candidate('b@0.0.1', ['c@0.0.1']), recorded: new Map([['acme.x/c', '2.0.0']]) }
    expect(summary(plan([changed('c@0.0.1'), b]))).toEqual(['acme.x/c@0.0.2 tagged'])
  })

  test('a modified dependent that was not named is bumped with its changes', () => {
    const b = changed('b@0.0.1', ['c@0.0.1'])
    expect(summary(plan([changed('c@0.0.1'), b], { patterns: ['c'] }))).toEqual([
      'acme.x/c@0.0.2 tagged',
      'acme.x/b@0.0.2 auto-tagged',
    ])
  })
})

describe('the version', () => {
  test.each([
    [{}, '0.0.2'],
    [{ level: 'patch' }, '0.0.2'],
    [{ level: 'minor' }, '0.1.0'],
    [{ level: 'major' }, '1.0.0'],
    [{ version: '5.0.0' }, '5.0.0'],
    [{ version: '1.0.0-beta.1' }, '1.0.0-beta.1'],
  ] as const)('with %j is %s, and dependents get a patch', (options, version) => {
    expect(plan(chain, options).map((each) => each.version)).toEqual([version, '0.0.2', '0.0.2'])
  })

  test.each([
    [{}, '0.0.1'],
    [{ level: 'minor' }, '0.1.0'],
    [{ level: 'major' }, '1.0.0'],
    [{ version: '3.2.1' }, '3.2.1'],
  ] as const)('of a first tag with %j is %s', (options, version) => {
    expect(plan([candidate('a')], options)[0]?.version).toBe(version)
  })

  test('of the first tag of a contract or a part made from it is 0.1.0, unless a level was given', () => {
    const { component } = candidate('api/contract')
    const derived = { contract: 'acme.x/api/contract', part: 'types', files: {} }
    const contract: TagCandidate = { ...candidate('a'), component: { ...component, contract: 'source' } }
    const types: TagCandidate = { ...candidate('b'), component: { ...candidate('api/types').component, derived } }
    expect(plan([contract, types]).map((each) => each.version)).toEqual(['0.1.0', '0.1.0'])
    expect(plan([contract, types], { level: 'patch' }).map((each) => each.version)).toEqual(['0.0.1', '0.0.1'])
    expect(plan([contract, types], { version: '2.0.0' }).map((each) => each.version)).toEqual(['2.0.0', '2.0.0'])
  })

  test('is counted from the highest tag, wherever head is', () => {
    const c = { ...changed('c@1.0.0'), versions: ['2.0.0', '1.0.0', '10.0.0'] }
    expect(plan([c])[0]?.version).toBe('10.0.1')
  })

  test.each([
    ['not semver', [changed('c@0.0.1')], { version: 'one' }, 'INVALID_VERSION'],
    ['semver with a v', [changed('c@0.0.1')], { version: 'v1.0.0' }, 'INVALID_VERSION'],
    ['one that exists', [changed('c@0.0.1')], { version: '0.0.1' }, 'VERSION_EXISTS'],
  ] as const)('is refused when %s', (_what, candidates, options, code) => {
    expect(() => plan(candidates, options)).toThrow(expect.objectContaining({ code }))
  })
})

describe('a plan is refused', () => {
  test('from an older version than the newest, unless that is ignored', () => {
    const old = { ...changed('c@0.0.1'), versions: ['0.0.1', '0.0.2'], head: '0.0.2' }
    expect(() => plan([old])).toThrow(expect.objectContaining({ code: 'NEWER_VERSION_EXISTS' }))
    expect(summary(plan([old], { ignoreNewestVersion: true }))).toEqual(['acme.x/c@0.0.3 tagged'])
  })

  test('over issues, of dependents too, unless they are ignored', () => {
    const issue = { severity: 'error', code: 'RELATIVE_IMPORT', message: 'reaches into another component' } as const
    const b = candidate('b@0.0.1', ['c@0.0.1'])
    const broken = { ...b, component: { ...b.component, issues: [issue, { ...issue, severity: 'warning' as const }] } }
    expect(() => plan([changed('c@0.0.1'), broken])).toThrow(
      expect.objectContaining({ code: 'COMPONENT_ISSUES', diagnostics: [{ ...issue, node: 'acme.x/b' }] }),
    )
    expect(plan([changed('c@0.0.1'), broken], { ignoreIssues: true })).toHaveLength(2)
    expect(plan([changed('d@0.0.1'), broken])).toHaveLength(1)
  })

  test('in a cycle, unless issues are ignored: then each member is bumped once', () => {
    const cycle = [changed('a@1.0.0', ['b@1.0.0']), candidate('b@1.0.0', ['a@1.0.0']), changed('free@1.0.0')]
    expect(() => plan(cycle)).toThrow(
      expect.objectContaining({ code: 'CIRCULAR_DEPENDENCY', message: expect.stringContaining('acme.x/a, acme.x/b') }),
    )
    expect(summary(plan(cycle, { ignoreIssues: true, patterns: ['a'] }))).toEqual([
      'acme.x/a@1.0.1 tagged',
      'acme.x/b@1.0.1 auto-tagged',
    ])
    expect(summary(plan(cycle, { patterns: ['free'] }))).toEqual(['acme.x/free@1.0.1 tagged'])
  })

  test('when a dependency has no version and gets none', () => {
    const both = [candidate('a', ['b']), candidate('b')]
    expect(() => plan(both, { patterns: ['a'] })).toThrow(
      expect.objectContaining({ code: 'DEPENDENCY_NOT_TAGGED', hint: 'tag both: `tessera tag acme.x/a acme.x/b`' }),
    )
    expect(plan(both)).toHaveLength(2)
  })

  test('without the objects of what it would tag', () => {
    const absent = (text: string, needs: readonly string[] = []) => candidate(text, needs, 'absent')
    expect(() => plan([absent('a@1.0.0')])).toThrow(expect.objectContaining({ code: 'NO_BASELINE' }))
    expect(() => plan([changed('c@1.0.0'), absent('a@1.0.0', ['c@1.0.0'])], { patterns: ['c'] })).toThrow(
      expect.objectContaining({ code: 'NO_BASELINE' }),
    )
    expect(plan([changed('c@1.0.0'), absent('a@1.0.0')], { patterns: ['c'] })).toHaveLength(1)
  })

  test('for a component that is not there', () => {
    expect(() => plan(chain, { patterns: ['d'] })).toThrow(expect.objectContaining({ code: 'COMPONENT_NOT_FOUND' }))
  })
})

/** Acyclic: each component may need those before it. */
const workspaces = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(9), { maxLength: 4 }),
      state: fc.constantFrom<State>('new', 'modified', 'unmodified'),
      minor: fc.nat(5),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => {
    const ids = parts.map(({ state, minor }, at) => (state === 'new' ? `n${at}` : `n${at}@0.${minor}.1`))
    return parts.map(({ needs, state }, at) => {
      const below = [...new Set(needs.filter((need) => need < at))]
      return candidate(
        ids[at] as string,
        below.map((need) => ids[need] as string),
        state,
      )
    })
  })
const anyOptions = fc.record(
  { level: fc.constantFrom('patch', 'minor', 'major'), skipAutoTag: fc.boolean() },
  { requiredKeys: [] },
) as fc.Arbitrary<Pick<TagOptions, 'level' | 'skipAutoTag'>>

describe('for every workspace', () => {
  test('the tagged are the new and modified, and with them each versioned dependent exactly once', () => {
    fc.assert(
      fc.property(workspaces, anyOptions, (candidates, options) => {
        const tags = plan(candidates, options)
        const keysOf = (isWanted: (each: TagCandidate) => boolean) =>
          candidates.filter(isWanted).map((each) => each.component.key)
        const tagged = keysOf(({ state }) => state !== 'unmodified')
        const versioned = candidates.filter(({ state }) => state !== 'new').map((each) => each.component)
        const graph = importGraph(versioned)
        const above = [...graph.transitiveDependents(tagged.filter((key) => graph.has(key)))]
        const expected = new Set(options.skipAutoTag === true ? tagged : [...tagged, ...above])
        expect(tags.map((each) => each.key).toSorted()).toEqual([...expected].toSorted())
        expect(
          tags
            .filter((each) => each.action === 'tagged')
            .map((each) => each.key)
            .toSorted(),
        ).toEqual(tagged.toSorted())
      }),
    )
  })

  test('versions grow, dependents by a patch, and stand after what they depend on', () => {
    fc.assert(
      fc.property(workspaces, anyOptions, (candidates, options) => {
        const tags = plan(candidates, options)
        const at = new Map(tags.map((each, index) => [each.key, index]))
        const graph = importGraph(candidates.map((each) => each.component))
        for (const each of tags) {
          expect(gt(each.version, each.from ?? '0.0.0')).toBe(true)
          const level = each.action === 'tagged' ? (options.level ?? 'patch') : 'patch'
          expect(each.version).toBe(inc(each.from ?? '0.0.0', level))
          for (const key of graph.dependenciesOf(each.key))
            expect(at.get(key) ?? -1).toBeLessThan(at.get(each.key) ?? 0)
        }
      }),
    )
  })

  test('the order of the candidates makes no difference', () => {
    fc.assert(
      fc.property(workspaces, anyOptions, (candidates, options) => {
        expect(plan(candidates.toReversed(), options)).toEqual(plan(candidates, options))
      }),
    )
  })
})
