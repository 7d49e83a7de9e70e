import { type Contract, type ContractDocument, toDocument } from '@tessera/contract.define'
import fc from 'fast-check'
import { z } from 'zod'

/** Stands in every member that the contract redacts, and in nothing else. */
export const SECRET = 'hunter2'

const hidden = { redact: true } as const

/** Each kind of rule that a redacted member may break. */
export const Card = z.object({
  kind: z.string(),
  pan: z.string().min(7).max(40).meta(hidden),
  mail: z.email().meta(hidden),
  code: z.string().regex(/^ok/).meta(hidden),
  brand: z.enum(['blue', 'gold']).meta(hidden),
  tokens: z.array(z.string().max(40).meta(hidden)).max(3),
  owner: z.object({ iban: z.string().max(40).meta(hidden) }),
  limits: z.record(z.string(), z.string().max(40).meta(hidden)),
})

export const CARD: z.infer<typeof Card> = {
  kind: 'debit',
  pan: `${SECRET}${SECRET}`,
  mail: `${SECRET}@example.com`,
  code: `ok ${SECRET}`,
  brand: 'gold',
  tokens: [SECRET, SECRET],
  owner: { iban: SECRET },
  limits: { day: SECRET },
}

const long = SECRET.repeat(7)
const wrongs: readonly unknown[] = [`${long} no`, [SECRET], { of: SECRET }, `\ud800${SECRET}`.repeat(7)]

/** Cards that break the contract in a redacted member. */
const broken = fc
  .tuple(
    fc.constantFrom('pan', 'mail', 'code', 'brand', 'tokens/1', 'owner/iban', 'limits/day'),
    fc.constantFrom(...wrongs),
  )
  .map(([path, wrong]) => withWrong(path, wrong))

function withWrong(path: string, wrong: unknown): unknown {
  const card = structuredClone(CARD) as Record<string, unknown>
  const [member = '', inner] = path.split('/')
  if (inner === undefined) card[member] = wrong
  else (card[member] as Record<string, unknown>)[inner] = wrong
  return card
}

/** Some of them, the same each time. */
export const brokenCards = fc.sample(broken, { numRuns: 24, seed: 7 })

const text = JSON.stringify(CARD)

/** Bodies that cannot be read as the contract says. */
export const malformed: readonly Uint8Array[] = [
  ...['', SECRET, `"${SECRET}`, text.slice(0, -1), `${text}${SECRET}`, `{"${SECRET}":`, `[${text}]`].map((body) =>
    new TextEncoder().encode(body),
  ),
  new Uint8Array([0xff, ...new TextEncoder().encode(text)]),
]

/** The lines that show what nothing may show. */
export function quotesIn(testimony: string): readonly string[] {
  return testimony.split('\n').filter((line) => line.includes(SECRET))
}

/** What a careless handler throws. */
export function quoting(card: unknown): Error {
  return new Error(`cannot charge ${JSON.stringify(card)}`, { cause: card })
}

export function documentOf(contract: Contract): ContractDocument {
  const { document, diagnostics } = toDocument(contract)
  if (document === undefined) throw new Error(JSON.stringify(diagnostics))
  return document
}
