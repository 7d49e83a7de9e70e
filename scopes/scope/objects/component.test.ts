import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeComponent, decodeObject, encodeComponent, encodeObject, sourceHash, validateComponent } from './index.ts'
import type { ComponentObject, RawObject } from './index.ts'

const hash = fc.stringMatching(/^[0-9a-f]{40}$/)
const word = fc.stringMatching(/^[a-z][-_a-z0-9]{1,7}$/)
const tag = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.'))

/** Any Component, with fields that this generation does not know. */
const anyComponent: fc.Arbitrary<ComponentObject> = fc
  .record({
    name: word,
    scope: word,
    tags: fc.uniqueArray(tag),
    seed: hash,
    deprecated: fc.boolean(),
    other: fc.string(),
  })
  .map(({ name, scope, tags, seed, deprecated, other }) => {
    const versions = Object.fromEntries(tags.map((version) => [version, sourceHash(Buffer.from(seed + version))]))
    const head = Object.values(versions).at(-1)
    return {
      name,
      scope: `acme.${scope}`,
      versions,
      lang: 'javascript',
      deprecated,
      bindingPrefix: '@acme',
      remotes: [{ url: 'file:///srv/acme', name: `acme.${scope}`, date: '1700000000000' }],
      schema: '1.0.0',
      ...(head === undefined ? {} : { head, state: { versions: { [tags.at(-1) as string]: { local: true } } } }),
      rest: { detachedHeads: { heads: [other] }, unheardOf: other },
    }
  })

const one = 'c'.repeat(40)
const two = 'd'.repeat(40)
const button: ComponentObject = {
  name: 'button',
  scope: 'acme.design',
  versions: { '0.0.1': one, '0.0.2': two },
  lang: 'javascript',
  deprecated: false,
  bindingPrefix: '@acme',
  remotes: [],
}

test('a component comes back as it was, unknown fields with it', () => {
  fc.assert(
    fc.property(anyComponent, (component) => {
      const file = encodeObject(encodeComponent(component))
      expect(decodeComponent(decodeObject(file, encodeComponent(component).hash))).toEqual({
        ...component,
        ...(component.head === undefined ? {} : { head: component.head }),
      })
    }),
  )
})

test('fields are in the order of Bit, with a schema and a head', () => {
  expect(encodeComponent({ head: two, ...button }).body.toString()).toBe(
    `{"name":"button","scope":"acme.design","versions":{"0.0.1":"${one}","0.0.2":"${two}"},"lang":"javascript",` +
      `"deprecated":false,"bindingPrefix":"@acme","remotes":[],"schema":"1.0.0","head":"${two}"}`,
  )
  expect(encodeComponent(button).body).toEqual(encodeComponent({ ...button, head: two }).body)
})

describe('damaged components', () => {
  test.each<[string, string, RegExp]>([
    ['no JSON', '{"name":', /its body is no JSON/],
    ['no object', '[]', /it is no JSON object/],
    ['no name', '{"scope":"a"}', /"name" is missing/],
    ['versions of another kind', '{"name":"a","scope":"b","versions":{"1.0.0":1}}', /"versions" is no map of strings/],
    ['a state of another kind', '{"name":"a","scope":"b","versions":{},"state":1}', /"state" is no object/],
  ])('%s', (_what, body, message) => {
    const object: RawObject = { type: 'Component', hash: one, body: Buffer.from(body) }
    expect(() => decodeComponent(object)).toThrow(
      expect.objectContaining({ code: 'CORRUPT_OBJECT', message: expect.stringMatching(message) }),
    )
  })
})

describe('what Bit would refuse', () => {
  test('nothing of any sound component', () => {
    fc.assert(
      fc.property(anyComponent, (component) => {
        expect(validateComponent(component)).toEqual([])
      }),
    )
  })

  test.each<[string, Partial<ComponentObject>, RegExp]>([
    ['a scope with a space', { scope: 'acme design' }, /"acme design" is no scope name/],
    ['a name in capitals', { name: 'Button' }, /"Button" is no component name/],
    ['a tag that is no semver', { versions: { v1: one } }, /"v1" is no semver version/],
    ['a hash that is none', { versions: { '1.0.0': 'x' } }, /"x" of 1.0.0 is no hash/],
    ['one hash twice', { versions: { '1.0.0': one, '2.0.0': one } }, /two of its versions have the hash c+/],
    ['no head', { schema: '1.0.0' }, /it has versions but no head/],
    ['a head that is no hash', { head: '0.0.2' }, /its head "0.0.2" is no hash/],
    ['a state of unknown versions', { state: { versions: { '9.0.0': { local: true } } } }, /its state names 9.0.0/],
    ['a version that is orphaned too', { rest: { orphanedVersions: { '0.0.1': one } } }, /0.0.1 is both/],
  ])('%s', (_what, change, message) => {
    const found = validateComponent({ ...button, ...change })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      severity: 'error',
      code: 'INVALID_OBJECT',
      message: expect.stringMatching(message),
    })
  })
})
