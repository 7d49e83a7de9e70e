// The schemas that mocks are tested with, as plain JavaScript: fixtures are TypeScript and are not shipped.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'oxc-transform'
import { root } from '../../scripts/prepare.mjs'

/** @returns {Promise<{ set: string, name: string, schema: object | boolean, draft: '2020' | '7' | '4' }[]>} */
export async function mockCorpus() {
  const { suite2020, suite7, suite4 } = await fixture('suite.fixture.ts')
  const { store } = await fixture('store.fixture.ts')
  const { catalog } = await fixture('catalog.fixture.ts')
  const { corpus } = await fixture('corpus.fixture.ts')
  const sets = { 'suite-2020': suite2020, 'suite-7': suite7, 'suite-4': suite4, store, catalog, contracts: corpus }
  return Object.entries(sets).flatMap(([set, schemas]) =>
    Object.entries(schemas).map(([name, schema]) => ({ set, name, schema, draft: draftOf(schema) })),
  )
}

function draftOf(schema) {
  const named = typeof schema === 'object' ? String(schema.$schema ?? '') : ''
  return named.includes('draft-07') ? '7' : named.includes('draft-04') ? '4' : '2020'
}

function fixture(file) {
  const path = join(root, 'scopes', 'contract', 'mock', file)
  const { code } = transformSync(path, readFileSync(path, 'utf8'))
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
}
