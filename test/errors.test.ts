import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('docs/errors.md names each code of the sources once, and no other', () => {
  expect(documentedCodes()).toEqual(sourceCodes())
})

/** The first cells of its tables, repetitions included. */
function documentedCodes(): string[] {
  const text = readFileSync(join(root, 'docs/errors.md'), 'utf8')
  return [...text.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map((match) => match[1] as string).toSorted()
}

/**
 * Codes reach errors and findings by many ways: constructors, helpers, tables. What they share is how they are written,
 * so every literal that is written so counts, less those that are known to be something else. The formatter gives each
 * literal single quotes, and comments quote codes with backticks.
 */
function sourceCodes(): string[] {
  const files = readdirSync(join(root, 'scopes'), { recursive: true, encoding: 'utf8' }).filter(isSource)
  const literals = files.flatMap((file) => [
    ...readFileSync(join(root, 'scopes', file), 'utf8').matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g),
  ])
  const codes = literals.map((match) => match[1] as string).filter((text) => !isSomethingElse(text))
  return [...new Set(codes)].toSorted()
}

/** Relative to `scopes`: neither built, nor a test or what tests stand on. */
function isSource(file: string): boolean {
  const path = file.replaceAll('\\', '/')
  if (/(?:^|\/)(?:dist|node_modules)\//.test(path)) return false
  return path.endsWith('.ts') && !/\.(?:test|test-d|fixture|d)\.ts$|\/rig\.ts$/.test(path)
}

const OTHERS = new Set([
  // Methods of HTTP.
  ...['DELETE', 'PATCH', 'OPTIONS'],
  // What Bit calls the state of a file in a diff.
  ...['ADDED', 'DELETED', 'MODIFIED'],
  // What Bit of 2020 calls the origin of a component.
  ...['IMPORTED', 'NESTED'],
  // Variables of the environment.
  ...['FORCE_COLOR', 'NO_COLOR', 'TESSERA_TURN'],
  // A file.
  'LICENSE',
  // Commands of Redis and their options.
  ...['BLOCK', 'CLIENT', 'COUNT', 'CREATE', 'DELCONSUMER', 'EXISTS', 'GROUP', 'HGETALL', 'JUSTID', 'LIMIT', 'MKSTREAM'],
  ...[
    'PEXPIRE',
    'RETRYCOUNT',
    'SMEMBERS',
    'STREAMS',
    'UNBLOCK',
    'WITHSCORES',
    'XCLAIM',
    'XGROUP',
    'XPENDING',
    'XRANGE',
  ],
  ...['STREAM', 'XINFO', 'XREAD', 'XREADGROUP', 'ZRANGE', 'ZRANGEBYSCORE'],
])

/** Codes of the system (`ENOENT`), of Node (`ERR_…`), of undici (`UND_ERR_…`), and signals. */
const FOREIGN = /^(?:E[A-Z]+|ERR_\w+|UND_ERR_\w+|SIG[A-Z]+)$/

/** No code is shorter than five letters; currencies, types and `GET` are. */
function isSomethingElse(text: string): boolean {
  return text.length < 5 || OTHERS.has(text) || FOREIGN.test(text)
}
