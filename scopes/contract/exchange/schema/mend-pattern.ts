import type { Notes } from '../read/notes.ts'
import type { Place } from '../read/place.ts'

/** A pattern as JavaScript's flag `u` takes it, with slashes escaped as in a literal. Nothing where it can be none. */
export function mendPattern(held: Place, notes: Notes): { readonly pattern?: string } {
  const { value } = held
  if (typeof value !== 'string') {
    notes.lost('INVALID_KEYWORD', held, '"pattern" must be a text', 'it is left out')
    return {}
  }
  const mended = [value, withoutNeedlessEscapes(value), withAnchors(value)].find(isPattern)
  if (mended === undefined) {
    notes.lost('PATTERN_DROPPED', held, `/${value}/ is no regular expression that JavaScript knows`, 'it is left out')
    return {}
  }
  if (mended !== value)
    notes.changed('PATTERN_MENDED', held, `/${value}/ escapes or anchors otherwise`, `it is /${mended}/`)
  return { pattern: new RegExp(mended, 'u').source }
}

/** `\\_` means `_` to many engines, and nothing to one that knows Unicode; `\\-` does so between brackets only. */
function withoutNeedlessEscapes(pattern: string): string {
  let isInside = false
  return pattern.replaceAll(/\\.|[[\]]/gsu, (token) => {
    if (token === '[' || token === ']') isInside = token === '['
    const isNeedless = /^\\[^\w\s^$\\.*+?()[\]{}|/-]$/u.test(token) || token === '\\_' || (token === '\\-' && !isInside)
    return isNeedless ? token.slice(1) : token
  })
}

/** Java, PCRE and Python write the ends of a text so. */
function withAnchors(pattern: string): string {
  return withoutNeedlessEscapes(pattern.replace(/^\\A/, '^').replace(/\\[zZ]$/, '$'))
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}
