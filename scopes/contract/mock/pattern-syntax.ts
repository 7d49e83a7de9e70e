import { type AST, RegExpParser } from '@eslint-community/regexpp'

export interface ParsedPattern {
  readonly pattern: AST.Pattern
  readonly flags: string
}

const compiled = new Map<string, RegExp | undefined>()

/**
 * The pattern as a validator runs it: under the flag `u`, or without it where it is none under `u`. Of patterns that
 * were written for other languages, such as Java, one that matches no more than they do.
 */
export function compilePattern(source: string): RegExp | undefined {
  if (!compiled.has(source)) {
    compiled.set(source, tryCompile(source, 'u') ?? tryCompile(source, '') ?? tryCompile(translated(source), ''))
  }
  return compiled.get(source)
}

/** Inline flags, which only let more through; atomic groups and possessive loops; other names for groups and ends. */
function translated(source: string): string {
  return source
    .replaceAll(/\(\?[imsux]+\)/g, '')
    .replaceAll(/\(\?(?:>|[imsux]+:)/g, '(?:')
    .replaceAll(/([*+?}])\+/g, '$1')
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replaceAll(/\\[Zz]/g, '$')
}

/** The syntax tree of a pattern; undefined where it is none. */
export function parsePattern(source: string): ParsedPattern | undefined {
  const regex = compilePattern(source)
  if (regex === undefined) return undefined
  const { flags, source: text } = regex
  try {
    const pattern = new RegExpParser().parsePattern(text, 0, text.length, { unicode: flags.includes('u') })
    return { pattern, flags }
  } catch {
    return undefined
  }
}

function tryCompile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}
