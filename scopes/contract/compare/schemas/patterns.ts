const compiled = new Map<string, RegExp | undefined>()
const MOST_KEPT = 2000

/** The pattern as a validator runs it: under the flag `u`, or without it where it is none under `u`. */
export function compilePattern(source: string): RegExp | undefined {
  if (compiled.size > MOST_KEPT) compiled.clear()
  if (!compiled.has(source)) compiled.set(source, tryCompile(source, 'u') ?? tryCompile(source, ''))
  return compiled.get(source)
}

function tryCompile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}
