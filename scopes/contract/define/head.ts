import type { Described, SecurityRequirement } from './document.ts'
import type { DescribedInput, SecurityInput } from './options.ts'

/** The fields that are there; a document has no undefined ones. */
export function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]: Exclude<T[K], undefined> }
}

export function described({ summary, description, deprecated, sunset }: DescribedInput): Described {
  return present({ summary, description, deprecated, sunset })
}

/** `'token'` is short for `{ token: [] }`. */
export function requirements(
  security: readonly SecurityInput[] | undefined,
): readonly SecurityRequirement[] | undefined {
  return security?.map((item) => (typeof item === 'string' ? { [item]: [] } : (item as SecurityRequirement)))
}
