import { z } from 'zod'
import type { Shape } from './payload.ts'

const KEY = Symbol.for('tessera.contract.problems')

const FIELDS = {
  type: z.string().describe('A URI that names the kind of problem').default('about:blank'),
  title: z.string().meta({ examples: ['Not found', 'Conflict', 'Invalid request'] }),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  instance: z.string().describe('A URI that names this occurrence').optional(),
}

/** RFC 9457 problem details, as they travel in `application/problem+json`. */
export const Problem = markProblem(z.object(FIELDS).meta({ id: 'Problem' }))

/**
 * A response that is an RFC 9457 problem, with extension members where given.
 * @example responses: { 409: problem({ inStock: z.int() }) }
 */
export function problem(): typeof Problem
export function problem<const S extends Shape>(extra: S): z.ZodObject<typeof FIELDS & S>
export function problem(extra?: Shape): z.ZodObject {
  return extra === undefined ? Problem : markProblem(z.object({ ...FIELDS, ...extra }))
}

/** Whether a schema came from `problem`, described or named since or not. */
export function isProblem(schema: z.core.$ZodType): boolean {
  for (let at: z.core.$ZodType | undefined = schema; at; at = at._zod.parent) if (problems().has(at)) return true
  return false
}

function markProblem<T extends z.core.$ZodType>(schema: T): T {
  problems().add(schema)
  return schema
}

function problems(): WeakSet<object> {
  const holder = globalThis as { [KEY]?: WeakSet<object> }
  return (holder[KEY] ??= new WeakSet())
}
