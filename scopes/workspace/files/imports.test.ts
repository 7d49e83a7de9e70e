import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thoroughImports } from './imports-typescript.ts'
import { scanImports } from './index.ts'

const forms: readonly (readonly [source: string, kind: string])[] = [
  [`import a from 'x'`, 'static'],
  [`import a, { b as c } from 'x'`, 'static'],
  [`import * as a from "x"`, 'static'],
  [`import 'x'`, 'static'],
  [`import { type A } from 'x'`, 'static'],
  [`import a from\n  'x'`, 'static'],
  [`import/*c*/a/*d*/from/*e*/'x'`, 'static'],
  [`import data from 'x' with { type: 'json' }`, 'static'],
  [`import type A from 'x'`, 'type'],
  [`import type { A } from 'x'`, 'type'],
  [`import type * as A from 'x'`, 'type'],
  [`export { a } from 'x'`, 're-export'],
  [`export * from 'x'`, 're-export'],
  [`export * as n from 'x'`, 're-export'],
  [`export type { A } from 'x'`, 'type'],
  [`export type * from 'x'`, 'type'],
  [`export type * as N from 'x'`, 'type'],
  [`const a = await import('x')`, 'dynamic'],
  ['const a = await import(`x`)', 'dynamic'],
  [`const a = b\nimport('x')`, 'dynamic'],
  [`const a = import(/* chunk */ 'x')`, 'dynamic'],
  [`const a = require('x')`, 'require'],
  [`const a = require.resolve('x')`, 'require'],
  [`import a = require('x')`, 'require'],
  [`export import a = require('x')`, 'require'],
  [`import type a = require('x')`, 'type'],
  [`type T = import('x').T`, 'type'],
  [`type T = typeof import('x')`, 'type'],
  [`let a: import('x').T`, 'type'],
  [`let a: Array<import('x').T<string>>`, 'type'],
  [`function f(): import('x').T { return 1 as never }`, 'type'],
  ['type T = `${import("x").B}`', 'type'],
  [`/// <reference types="x" />`, 'reference'],
  [`declare module 'x' { interface A { b: string } }\nexport {}`, 'augment'],
]

const found = (source: string, path = 'a.ts'): unknown =>
  scanImports(source, path).map(({ specifier, kind }) => [specifier, kind])

describe('every form of import', () => {
  test.each(forms)('%s', (source, kind) => {
    expect(found(source)).toEqual([['x', kind]])
    expect(thoroughImports(source, 'a.ts').map((item) => [item.specifier, item.kind])).toEqual([['x', kind]])
  })

  test('any mix of them, with what only looks like one in between', () => {
    const lookalike = fc.constantFrom(
      `// import a from 'no'`,
      `/* import('no') */`,
      `const s = "import b from 'no'"`,
      "const t = `import c from 'no' ${1}`",
      `const r = /import 'no'/`,
      `obj.import('no'); obj.require('no')`,
      `const o = { import: 1, require: 2 }`,
      `const generic = <T,>(a: T) => (a as number) < 3`,
      `let v = a! / 2; let w = b / 2`,
    )
    // A reference directive counts at the top only; two augmentations or `export {}` may stand anywhere.
    const real = fc.constantFrom(...forms.filter(([, kind]) => kind !== 'reference').map(([source]) => source))
    fc.assert(
      fc.property(fc.array(fc.oneof(real, lookalike), { maxLength: 12 }), (parts) => {
        const source = ['export {}', ...parts].join(';\n')
        const expected = parts.flatMap((part) =>
          forms.filter((form) => form[0] === part).map(([, kind]) => ['x', kind]),
        )
        expect(found(source)).toEqual(expected)
      }),
    )
  })
})

test('what only looks like an import is none', () => {
  expect(
    found(`
      // import a from 'no'; require('no')
      /** @see import('no') from 'no' */
      const s = "import b from 'no'" + 'require("no")'
      const t = \`import c from 'no'; import('no')\`
      const name = 'no'; const lazy = import(name); require(name); const u = import(\`./\${name}.js\`)
      obj.require('no'); obj.import('no')
      import.meta.url
    `),
  ).toEqual([])
})

test('an ambient declaration is no dependency, its own imports are', () => {
  expect(found(`declare module 'virtual:x' { import type { A } from 'y'; export const a: A }`, 'x.d.ts')).toEqual([
    ['y', 'type'],
  ])
  expect(found(`declare module '*.css' { const a: string }\nexport {}`, 'x.d.ts')).toEqual([])
})

test('referenced files are relative, libraries are not modules', () => {
  expect(found(`/// <reference path="b.d.ts" />\n/// <reference lib="dom" />\nexport {}`)).toEqual([
    ['./b.d.ts', 'reference'],
  ])
})

test('JSX with an apostrophe in its text', () => {
  expect(found(`import a from 'x'\nconst b = <p>don't import 'no'</p>\nexport * from 'y'`, 'a.tsx')).toEqual([
    ['x', 'static'],
    ['y', 're-export'],
  ])
})

test('CommonJS, hash-bang, byte order mark, CRLF', () => {
  expect(found(`#!/usr/bin/env node\r\nconst { a } = require("x")\r\nimport('y')`, 'a.cjs')).toEqual([
    ['x', 'require'],
    ['y', 'dynamic'],
  ])
  expect(found(`\uFEFFimport a from 'x'`)).toEqual([['x', 'static']])
})

test('a broken file still gives what can be read', () => {
  expect(found(`import a from 'x'\nconst = {{{ '\nimport 'y'`)).toContainEqual(['x', 'static'])
})

test('files that are no sources have none', () => {
  expect(found(`import a from 'x'`, 'README.md')).toEqual([])
})

test('places are exact', () => {
  const quick = `import a from 'x'\n\n  export {\n  b } from "y"\nconst c = import('z')`
  const places = [
    { specifier: 'x', kind: 'static', line: 1, column: 15 },
    { specifier: 'y', kind: 're-export', line: 4, column: 12 },
    { specifier: 'z', kind: 'dynamic', line: 5, column: 18 },
  ]
  expect(scanImports(quick, 'a.ts')).toEqual(places)
  expect(scanImports(`${quick}\nrequire(name)`, 'a.ts')).toEqual(places)
})
