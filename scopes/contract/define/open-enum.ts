import { z } from 'zod'

/**
 * A string that is one of these so far: a writer sends only members, a reader has to handle others too, so that adding
 * a member breaks nobody.
 * @example status: openEnum(['open', 'paid', 'shipped'])
 */
export function openEnum<const M extends readonly [string, ...string[]]>(members: M): z.ZodString {
  return z.string().meta({ 'x-extensible-enum': [...members] })
}
