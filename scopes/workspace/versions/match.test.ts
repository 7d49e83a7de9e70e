import { packageName, parseComponentId } from '@tessera/core.model'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { describe, expect, test } from 'vitest'
import { matchComponents } from './match.ts'

function component(text: string): ComponentNode {
  const id = parseComponentId(text)
  return {
    ...{ kind: 'component', key: text, id, packageName: packageName(id), rootDir: `components/${id.name}` },
    ...{ files: [], issues: [], exported: false, mainFile: 'index.ts' },
    dependencies: { components: [], devComponents: [], packages: {}, devPackages: {}, peerPackages: {} },
  }
}

const nodes: readonly WorkspaceNode[] = [
  ...[
    'acme.shared/money/types',
    'acme.orders/orders-api/types',
    'acme.orders/orders-api/client',
    'acme.a/same',
    'acme.b/same',
  ].map(component),
  { ...component('acme.x/consumer'), kind: 'consumer', key: 'storefront' } as WorkspaceNode,
]

const keys = (...patterns: string[]): readonly string[] => matchComponents(patterns, nodes).map((node) => node.key)

describe('a pattern', () => {
  test.each([
    [
      'nothing: every component, no consumer',
      [],
      [
        'acme.a/same',
        'acme.b/same',
        'acme.orders/orders-api/client',
        'acme.orders/orders-api/types',
        'acme.shared/money/types',
      ],
    ],
    ['an id', ['acme.a/same'], ['acme.a/same']],
    ['a name that is unique', ['money/types'], ['acme.shared/money/types']],
    ['a package name', ['@acme/orders.orders-api.client'], ['acme.orders/orders-api/client']],
    ['a folder', ['components/money/types'], ['acme.shared/money/types']],
    ['a scope', ['acme.orders/**'], ['acme.orders/orders-api/client', 'acme.orders/orders-api/types']],
    [
      'alternatives',
      ['**/{client,types}'],
      ['acme.orders/orders-api/client', 'acme.orders/orders-api/types', 'acme.shared/money/types'],
    ],
    [
      'a glob over names, where no id matches',
      ['orders-api/*'],
      ['acme.orders/orders-api/client', 'acme.orders/orders-api/types'],
    ],
    [
      'several, each component once',
      ['acme.orders/**', '**/types'],
      ['acme.orders/orders-api/client', 'acme.orders/orders-api/types', 'acme.shared/money/types'],
    ],
    ['several with a comma', ['acme.a/same, acme.b/same'], ['acme.a/same', 'acme.b/same']],
    ['an exclusion', ['acme.orders/**', '!**/types'], ['acme.orders/orders-api/client']],
    ['only an exclusion: all others', ['!acme.orders/**', '!**/same'], ['acme.shared/money/types']],
  ])('may be %s', (_what, patterns, expected) => expect(keys(...patterns)).toEqual(expected))

  test.each([
    ['acme.orders/orders-api/clint', 'COMPONENT_NOT_FOUND', 'did you mean "acme.orders/orders-api/client"?'],
    ['monye/types', 'COMPONENT_NOT_FOUND', 'did you mean "money/types"?'],
    ['storefront', 'COMPONENT_NOT_FOUND', 'no component "storefront"'],
    ['same', 'AMBIGUOUS_ID', '"same" names 2 components'],
    ['acme.payments/**', 'NO_MATCH', 'no component matches "acme.payments/**"'],
    ['acme.orders/{a', 'INVALID_PATTERN', 'is no pattern'],
    ['acme.orders/[', 'INVALID_PATTERN', 'is no pattern'],
    ['', 'INVALID_PATTERN', '"" is no pattern'],
    ['!', 'INVALID_PATTERN', '"!" is no pattern'],
    ['a,,b', 'INVALID_PATTERN', '"a,,b" is no pattern'],
    ['acme.orders\\x', 'INVALID_PATTERN', 'is no pattern'],
  ])('%j ends with %s', (pattern, code, message) => {
    expect(() => keys(pattern)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
  })

  test('has no version: the hint says so', () => {
    expect(() => keys('money/types@1.0.0')).toThrow(
      expect.objectContaining({ code: 'COMPONENT_NOT_FOUND', hint: 'a pattern has no version: write money/types' }),
    )
  })
})
