import type { z } from 'zod'

/** The contract that a schema instance belongs to, and its name there. */
export interface Origin {
  readonly contract: string
  readonly name: string
}

/** On globalThis: the shared contract and the one that imports it may be bundled with copies of this package. */
const KEY = Symbol.for('tessera.contract.origins')

/** Keyed by the instance, so that a schema is found wherever it is used, but no look-alike is. */
export function registerOrigin(schema: z.core.$ZodType, origin: Origin): void {
  const known = origins()
  if (!known.has(schema)) known.set(schema, origin)
}

export function originOf(schema: z.core.$ZodType): Origin | undefined {
  return origins().get(schema)
}

/** `acme.shared/money/contract#Money`: no version, so that a document changes only when its schemas do. */
export function formatOrigin(origin: Origin): string {
  return `${origin.contract}/contract#${origin.name}`
}

function origins(): WeakMap<object, Origin> {
  const holder = globalThis as { [KEY]?: WeakMap<object, Origin> }
  return (holder[KEY] ??= new WeakMap())
}
