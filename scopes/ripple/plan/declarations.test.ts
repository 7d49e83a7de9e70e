import fc from 'fast-check'
import { expect, test } from 'vitest'
import { augments, declarationFacts, namedModules, stripComments } from './index.ts'

const code = fc.constantFrom(
  'const a = 1',
  'const s = "// no comment"',
  "const q = '/* nor this */'",
  'const t = `// ${ x + `/* ${y} */` } //`',
  'const r = /["\'`/]\\/\\/[/*]/.test(s)',
  'const d = a / b / c',
  'type T = `/${string}//`',
  'const o = { a: { b: `}` } }',
)
const comment = fc.constantFrom('// line', '/* block */', '/** doc\n * it\'s "quoted" `too` */', '')

test('comments make no difference, code does', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(code, comment, comment), { maxLength: 8 }), (lines) => {
      const plain = lines.map(([text]) => text).join('\n')
      const commented = lines.map(([text, before, after]) => `${before}\n${text} ${after}`).join('\n')
      const stripped = stripComments(commented)
      expect(stripped.replaceAll(/\s+/g, ' ').trim()).toBe(plain.replaceAll(/\s+/g, ' ').trim())
    }),
  )
})

test('where a slash could be both, nothing is taken away', () => {
  const text = 'if (x) /["//]/.test(y) // comment\n'
  expect(stripComments(text)).toBe(text)
})

test('references count', () => {
  const text = '/// <reference types="node" />\n// else\nexport {};'
  expect(stripComments(text)).toBe('/// <reference types="node" />\nexport {};')
})

test('every way to name a module', () => {
  const names = namedModules(`
import type { A } from "@acme/a";
import "@acme/b";
export * from '@acme/c/sub';
export declare const d: import("@acme/d").D;
import e = require("@acme/e");
declare module "@acme/f" { }
/// <reference types="@acme/g" />
export declare const text: "@acme/none";
`)
  expect([...names]).toEqual(['@acme/a', '@acme/b', '@acme/c/sub', '@acme/d', '@acme/e', '@acme/f', '@acme/g'])
})

test('a path that leads out of the node is seen', () => {
  const facts = declarationFacts([
    { path: 'index.d.ts', text: 'export * from "./x/y.ts";\nexport declare const z: import("../other/z.ts").Z;' },
    { path: 'x/y.d.ts', text: 'export * from "../z.ts";\nexport * from "node:fs";' },
    { path: 'index.js', text: 'import "../../not/looked/at.js"' },
  ])
  expect(facts.escaping).toEqual(['../other/z.ts'])
  expect(facts.packages).toEqual([])
})

test('what can change what others see', () => {
  expect(augments('export {}\ndeclare global { interface Array<T> { last(): T } }')).toBe(true)
  expect(augments('import "x"\ndeclare module "x" { interface X {} }')).toBe(true)
  expect(augments('interface Window { x: 1 }')).toBe(true)
  expect(augments('export const declared = "global"')).toBe(false)
})
