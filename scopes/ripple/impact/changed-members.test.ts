import { expect, test } from 'vitest'
import { changedMembers } from './changed-members.ts'

const BEFORE = `
export interface OrderR {
  /** maxLength \`20\` */
  readonly id: string
  readonly total: MoneyR
  readonly at: {
    readonly lat: number
    readonly lon: number
  }
  readonly 'x-note'?: string
}
export type Status = 'open' | 'paid'
export interface Gone {
  readonly all: string
}
`

function changes(after: string): readonly string[] {
  return changedMembers(BEFORE, after).map(({ name, kind, before, after: now }) =>
    [kind, name, before, now].filter((part) => part !== undefined).join(' | '),
  )
}

test('equal types are no change, however they are laid out', () => {
  expect(changes(BEFORE.replaceAll('\n', '\n\n').replaceAll('  ', '    '))).toEqual([])
})

test.each<[string, string, string, readonly string[]]>([
  [
    'a property has another name',
    'readonly total: MoneyR',
    'readonly amount: MoneyR',
    ['gone | OrderR.total | readonly total: MoneyR', 'added | OrderR.amount | readonly amount: MoneyR'],
  ],
  [
    'a property may be absent',
    'readonly total:',
    'readonly total?:',
    ['changed | OrderR.total | readonly total: MoneyR | readonly total?: MoneyR'],
  ],
  [
    'a property of an object in an object changes, and only that',
    'readonly lat: number',
    'readonly lat: string',
    ['changed | OrderR.at.lat | readonly lat: number | readonly lat: string'],
  ],
  [
    'a bound changes, which only the comment says',
    'maxLength `20`',
    'maxLength `10`',
    ['described | OrderR.id | readonly id: string | readonly id: string'],
  ],
  [
    'a member comes to a union',
    `'open' | 'paid'`,
    `'open' | 'paid' | 'shipped'`,
    [`changed | Status | 'open' | 'paid' | 'open' | 'paid' | 'shipped'`],
  ],
  [
    'a property with a name that needs quotes goes',
    `  readonly 'x-note'?: string\n`,
    '',
    [`gone | OrderR.x-note | readonly 'x-note'?: string`],
  ],
  [
    'a type goes with all it has',
    'export interface Gone {\n  readonly all: string\n}\n',
    '',
    ['gone | Gone | interface Gone'],
  ],
])('%s', (_, from, to, expected) => {
  expect(BEFORE).toContain(from)
  expect(changes(BEFORE.replace(from, to))).toEqual(expected)
})

test('a change knows where the old text declares it', () => {
  const [change] = changedMembers(BEFORE, BEFORE.replace('total', 'amount'))
  expect(BEFORE.slice(change?.offset)).toMatch(/^total: MoneyR/)
})
