import { describe, expect, test } from 'vitest'
import { compareSchemas } from './compare-schemas.ts'
import { RELATIONS } from './relations.fixture.ts'

describe.each(Object.entries(RELATIONS))('%s', (_family, relations) => {
  test.each(relations.map((relation) => ({ relation, name: JSON.stringify(relation) })))('$name', ({ relation }) => {
    const [first, sign, second] = relation
    const levels = [
      compareSchemas(first, second, { policy: 'strict', timeoutMs: 20_000 }),
      compareSchemas(second, first, { policy: 'strict', timeoutMs: 20_000 }),
    ]
    expect(levels.map(({ level }) => level)).toEqual(
      {
        '<': ['compatible', 'breaking'],
        '=': ['compatible', 'compatible'],
        x: ['breaking', 'breaking'],
      }[sign],
    )
  })
})
