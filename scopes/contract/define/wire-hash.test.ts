import { expect, test } from 'vitest'
import { z } from 'zod'
import { httpContract, problem, toDocument, wireHash } from './index.ts'

interface Variant {
  readonly id?: z.ZodType
  readonly summary?: string
  readonly deadlineMs?: number
  readonly idempotent?: boolean | 'key'
  readonly path?: string
  readonly conflict?: z.ZodType
}

function hash({ id = z.string(), path = '/orders', conflict = problem(), ...options }: Variant = {}): string {
  const Order = z.object({ id, tags: z.enum(['a', 'b']) }).meta({ id: 'Order' })
  const operation = { method: 'POST' as const, path, body: Order, responses: { 201: Order, 409: conflict }, ...options }
  const { document } = toDocument(httpContract({ id: 'acme.test/api', operations: { create: operation } }))
  if (document === undefined) throw new Error('no document')
  return wireHash(document)
}

test('is 16 hex digits, and the same each time', () => {
  expect(hash()).toMatch(/^[0-9a-f]{16}$/)
  expect(hash()).toBe(hash())
})

test('words, examples and deadlines leave it alone', () => {
  expect(hash({ id: z.string().meta({ title: 'Id', description: 'The id', examples: ['a'], deprecated: true }) })).toBe(
    hash(),
  )
  expect(hash({ summary: 'Create', deadlineMs: 5, idempotent: true })).toBe(hash())
  expect(hash({ id: z.string().meta({ 'x-note': 'x' }) })).toBe(hash())
})

test('what travels moves it', () => {
  const all = [
    hash(),
    hash({ id: z.string().min(1) }),
    hash({ id: z.string().optional() }),
    hash({ id: z.string().default('x') }),
    hash({ path: '/order' }),
    hash({ idempotent: 'key' }),
    hash({ conflict: z.object({}) }),
    hash({ id: z.object({ description: z.string() }) }),
    hash({ id: z.object({ title: z.string() }) }),
  ]
  expect(new Set(all).size).toBe(all.length)
})

test('the order of properties does not travel', () => {
  const of = (shape: Record<string, z.ZodType>) => hash({ id: z.object(shape) })
  expect(of({ a: z.string(), b: z.int() })).toBe(of({ b: z.int(), a: z.string() }))
})
