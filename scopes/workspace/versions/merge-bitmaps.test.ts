import { formatBitmap, parseBitmap, type BitmapEntry } from '@tessera/workspace.files'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mergeBitmaps, type BitmapMerge } from './merge-bitmaps.ts'
import { createRig } from './rig.ts'

const entry = (name: string, more: Partial<BitmapEntry> = {}): BitmapEntry => ({
  ...{ name, scope: '', version: '0.0.1', defaultScope: 'acme.x', mainFile: 'index.ts', rootDir: `components/${name}` },
  ...more,
})

const text = (...entries: BitmapEntry[]): string => formatBitmap({ entries })

async function mergeOf(
  base: readonly BitmapEntry[],
  ours: readonly BitmapEntry[],
  theirs: readonly BitmapEntry[],
  more: Partial<BitmapMerge> = {},
) {
  const merged = await mergeBitmaps({ base: text(...base), ours: text(...ours), theirs: text(...theirs), ...more })
  return { ...merged, entries: merged.conflicts.length === 0 ? parseBitmap(merged.text).entries : [] }
}

test('takes the components of both sides', async () => {
  const { entries } = await mergeOf([entry('a')], [entry('a'), entry('b')], [entry('a'), entry('c')])
  expect(entries.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

test('takes what each side changed of one component, and what one removed', async () => {
  const { scope: _, defaultScope: _home, ...rest } = entry('a')
  const exported: BitmapEntry = { ...rest, scope: 'acme.x' }
  const ours = [{ ...entry('a'), rootDir: 'moved/a', rest: { config: { 'teambit.pkg/pkg': {} } } }, entry('b')]
  const { entries } = await mergeOf([entry('a'), entry('b')], ours, [{ ...exported, version: '0.0.2' }])
  expect(entries).toEqual([
    { ...exported, version: '0.0.2', rootDir: 'moved/a', rest: { config: { 'teambit.pkg/pkg': {} } } },
  ])
})

describe('a component that both sides changed', () => {
  const sides = [[entry('a')], [entry('a', { version: '0.0.2' })], [entry('a', { version: '0.0.3' })]] as const

  test('is marked, each side as it is', async () => {
    const { text: merged, conflicts } = await mergeOf(...sides)
    expect(conflicts).toEqual([{ key: 'a', fields: ['version'] }])
    expect(merged).toContain(
      '<<<<<<< ours\n        "version": "0.0.2",\n=======\n        "version": "0.0.3",\n>>>>>>> theirs',
    )
    expect(() => parseBitmap(merged)).toThrow(expect.objectContaining({ code: 'BITMAP_CONFLICT' }))
  })

  test.each([
    ['ours', '0.0.2'],
    ['theirs', '0.0.3'],
  ] as const)('is taken from one where that is told: %s', async (strategy, version) => {
    expect((await mergeOf(...sides, { strategy })).entries).toEqual([entry('a', { version })])
  })

  test('is taken at the version that comes after the other', async () => {
    const rig = createRig({ a: { 'index.ts': '1\n' } })
    onTestFinished(rig.dispose)
    for (const version of ['0.0.1', '0.0.2', '0.0.3']) {
      rig.write({ 'components/a/index.ts': `${version}\n` })
      await rig.record(version, ['a'])
    }
    const { scope } = await rig.open()
    const [base, ours, theirs] = sides
    expect((await mergeOf(base, ours, theirs, { scope })).entries).toEqual(theirs)
    expect((await mergeOf(base, theirs, ours, { scope })).entries).toEqual(theirs)
  })

  test('and one removed is a conflict that is seen', async () => {
    const { text: merged, conflicts } = await mergeOf(sides[0], [], sides[2])
    expect(conflicts).toEqual([{ key: 'a', fields: [] }])
    expect(merged).toContain('>>>>>>> theirs')
  })
})

test('two components in one folder are refused', async () => {
  const twins = mergeOf([], [entry('a')], [entry('b', { rootDir: 'components/a' })])
  await expect(twins).rejects.toMatchObject({ code: 'INVALID_BITMAP' })
})

describe('holds for all', () => {
  const entries = fc
    .uniqueArray(
      fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), version: fc.constantFrom('0.0.1', '0.0.2', '0.0.3') }),
      { selector: ({ name }) => name },
    )
    .map((all) => all.map(({ name, version }) => entry(name, { version })))

  test('what one side left alone is the other, and a side with itself', async () => {
    await fc.assert(
      fc.asyncProperty(entries, entries, async (base, changed) => {
        for (const [ours, theirs] of [
          [changed, base],
          [base, changed],
          [changed, changed],
        ] as const) {
          expect((await mergeOf(base, ours, theirs)).text).toBe(text(...changed))
        }
      }),
    )
  })

  test('which side is ours makes no difference but in a conflict, and a strategy leaves none', async () => {
    await fc.assert(
      fc.asyncProperty(entries, entries, entries, async (base, ours, theirs) => {
        const [one, other] = [await mergeOf(base, ours, theirs), await mergeOf(base, theirs, ours)]
        expect(other.conflicts).toEqual(one.conflicts)
        expect(other.entries).toEqual(one.entries)
        expect((await mergeOf(base, ours, theirs, { strategy: 'ours' })).conflicts).toEqual([])
      }),
    )
  })
})
