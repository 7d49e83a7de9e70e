import { expect, test } from 'vitest'
import { readNewId, withNewName, type NewName } from './copy.ts'

const name: NewName = {
  from: { key: 'acme.x/a', packageName: '@acme/x.a' },
  to: { key: 'acme.x/b', packageName: '@acme/x.b' },
}

test('imports, re-exports and type imports name the new package; comments, texts and longer names do not change', () => {
  const before = [
    'import { a } from \'@acme/x.a\'; export * from "@acme/x.a/contract.json"',
    "import type { T } from '@acme/x.a'",
    "// '@acme/x.a' is what we use",
    "import { ab } from '@acme/x.ab'",
    "export const text = '@acme/x.a'",
    "const later = import('@acme/x.a')",
  ].join('\n')
  const after = [
    'import { a } from \'@acme/x.b\'; export * from "@acme/x.b/contract.json"',
    "import type { T } from '@acme/x.b'",
    "// '@acme/x.a' is what we use",
    "import { ab } from '@acme/x.ab'",
    "export const text = '@acme/x.a'",
    "const later = import('@acme/x.b')",
  ].join('\n')
  expect(withNewName(before, 'index.ts', name)).toBe(after)
})

test('a part names its contract in derived.json; other files are left alone', () => {
  expect(withNewName('{ "contract": "acme.x/a" }', 'derived.json', name)).toBe('{ "contract": "acme.x/b" }')
  expect(withNewName("'@acme/x.a'", 'README.md', name)).toBe("'@acme/x.a'")
})

test('a new name has its scope or takes the given one', () => {
  expect(readNewId('orders/client', 'acme.x')).toEqual({ scope: 'acme.x', name: 'orders/client' })
  expect(readNewId('acme.y/client', 'acme.x')).toEqual({ scope: 'acme.y', name: 'client' })
  expect(() => readNewId('Client', 'acme.x')).toThrow('"acme.x/Client" is no component id')
})
