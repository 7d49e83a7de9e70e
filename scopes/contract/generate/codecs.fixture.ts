import { type Contract, type ContractDocument, dateTime, bytes, int64, toDocument } from '@tessera/contract.define'
import fc from 'fast-check'
import { z } from 'zod'

const iso = {
  decode: (text: string) => new Date(text),
  encode: (date: Date) => date.toISOString().replace(/\.\d+/, ''),
}
const seconds = z.codec(z.iso.datetime({ precision: 0 }), z.date(), iso)
const url = {
  decode: (text: string) => z.util.base64urlToUint8Array(text),
  encode: (value: Uint8Array) => z.util.uint8ArrayToBase64url(value as Uint8Array<ArrayBuffer>),
}

/** Contains itself, with codecs on every level. */
export const Tree = z
  .object({
    at: dateTime(),
    size: int64().optional(),
    get kids() {
      return z.array(Tree).max(2).optional()
    },
    get next(): z.ZodOptional<z.ZodNullable<typeof Tree>> {
      return Tree.nullable().optional()
    },
  })
  .meta({ id: 'Tree' })

const leaf: fc.Arbitrary<z.ZodType> = fc.constantFrom<z.ZodType[]>(
  dateTime(),
  seconds,
  int64(),
  bytes(),
  z.codec(z.base64url(), z.instanceof(Uint8Array), url),
  z.codec(z.string().regex(/^-?[1-9]\d{0,25}$/), z.bigint(), { decode: BigInt, encode: String }),
  z.iso.datetime(),
  z.string(),
  z.int(),
  z.null(),
  Tree,
)

/** Schemas with codecs wherever a schema can stand, and plain ones between. */
export const someCodecSchema: fc.Arbitrary<z.ZodType> = fc.letrec<{ schema: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('schema').map((item) => z.array(item).max(3)),
    tie('schema').map((item) => z.record(z.string().max(3), item)),
    tie('schema').map((item) => z.nullable(item)),
    fc.tuple(tie('schema'), leaf).map(([first, second]) => z.tuple([first, second])),
    fc.tuple(leaf, leaf).map(([first, rest]) => z.tuple([first]).rest(rest)),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]) => z.object({ a, 'b/c': b.optional(), "it's": leafy })),
    fc
      .tuple(tie('schema'), tie('schema'))
      .map(([a, b]) => z.intersection(z.object({ a }), z.object({ b: b.optional() }))),
    fc
      .tuple(tie('schema'), tie('schema'))
      .map(([a, b]) =>
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('a'), value: a }),
          z.object({ kind: z.literal(['b', 'c']), value: b }),
          z.object({ kind: z.literal(5) }),
        ]),
      ),
    fc.constantFrom<z.ZodType[]>(
      z.union([dateTime(), z.int(), z.array(int64())]),
      z.union([dateTime(), z.string().max(3)]),
      z.union([z.object({ from: dateTime() }), z.object({ to: int64() })]),
      z.object({ at: dateTime().prefault('2020-02-29T00:00:00Z') }),
      z.object({ a: int64() }).catchall(dateTime()),
    ),
  ),
})).schema

const leafy = int64().optional()

export function documentOf(contract: Contract): ContractDocument {
  const { document, diagnostics } = toDocument(contract)
  if (!document) throw new Error(JSON.stringify(diagnostics))
  return document
}
