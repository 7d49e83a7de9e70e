import { expect, test } from 'vitest'
import { failureOf, isTaken, registryError } from './npm-error.ts'

const said = (code: string, summary: string) =>
  failureOf({ code: 1, stdout: JSON.stringify({ error: { code, summary, detail: '' } }), stderr: 'npm error …' })

test.each([
  ['E401', 'REGISTRY_DENIED'],
  ['ENEEDAUTH', 'REGISTRY_DENIED'],
  ['E403', 'REGISTRY_DENIED'],
  ['E404', 'REGISTRY_DENIED'],
  ['ECONNREFUSED', 'REGISTRY_FAILED'],
  ['E503', 'REGISTRY_FAILED'],
])('%s of npm is %s', (code, ours) => {
  expect(registryError(said(code, 'no'), '@acme/x@1.0.0', 'https://npm.acme.example/')).toMatchObject({ code: ours })
})

test('the hint has the line that .npmrc lacks', () => {
  const { hint } = registryError(said('E401', 'no'), '@acme/x', 'https://npm.acme.example/team')
  expect(hint).toContain('//npm.acme.example/team/:_authToken=${NPM_TOKEN}')
})

test.each([
  ['EPUBLISHCONFLICT', 'Cannot publish over existing version.', true],
  ['E409', 'this package is already present', true],
  ['E403', 'You cannot publish over the previously published versions: 1.0.0.', true],
  ['no code', 'You cannot publish over the previously published versions: 1.0.0.', true],
  ['E403', 'user ana is not allowed to publish package @acme/x', false],
])('%s, "%s": the version is taken, %s', (code, summary, taken) => {
  expect(isTaken(said(code, summary))).toBe(taken)
})

test.each([
  [
    'request to https://ana:sec@ret@npm.acme.example/@acme%2fx failed',
    'request to https://npm.acme.example/@acme%2fx failed',
  ],
  ['no: Bearer 0123456789abcdef+/==', 'no: Bearer …'],
  ['no: basic YW5hOnNlY3JldCBvZiBhY21l', 'no: basic …'],
  ['npm_0123456789abcdefABCDEF is revoked', 'npm_… is revoked'],
  ['Basic authentication is off', 'Basic authentication is off'],
  ['\u001b[31mno\u001b[0m', 'no'],
])('%j is shown as %j', (summary, shown) => {
  expect(said('E500', summary).summary).toBe(shown)
})

test('what npm says in plain words is kept', () => {
  const plain = failureOf({ code: 1, stdout: '', stderr: 'npm did not start: spawn npm ENOENT' })
  expect(plain.summary).toBe('npm did not start: spawn npm ENOENT')
})
