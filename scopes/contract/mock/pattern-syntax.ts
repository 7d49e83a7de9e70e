import { type AST, RegExpParser } from '@eslint-community/regexpp'

const compiled = new Map<string, RegExp | undefined>()

/** The pattern as a validator runs it: under the flag `u`, or without it where it is none under `u`. */
export function compilePattern(source: string): RegExp | undefined {
  if (!compiled.has(source)) compiled.set(source, tryCompile(source, 'u') ?? tryCompile(source, ''))
  return compiled.get(source)
}

/** The syntax tree of a pattern; undefined where it is none. */
export function parsePattern(source: string): AST.Pattern | undefined {
  const regex = compilePattern(source)
  if (regex === undefined) return undefined
  try {
    return new RegExpParser().parsePattern(source, 0, source.length, { unicode: regex.flags.includes('u') })
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
