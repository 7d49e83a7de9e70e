const NAMED =
  /\b(?:from|import|require|module)\s*\(?\s*["']([^"'\n]+)["']|<reference\s+(?:types|path)=["']([^"'\n]+)["']/g

/** The modules that declarations (comments stripped) name: imports, re-exports, inferred `import("…")`, references. */
export function namedModules(declarations: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const match of declarations.matchAll(NAMED)) found.add((match[1] ?? match[2]) as string)
  return found
}

/** `@acme/money.types/x` is of the package `@acme/money.types`; undefined for relative paths and Node's own modules. */
export function packageOf(specifier: string): string | undefined {
  if (/^[./#]|^node:/.test(specifier)) return undefined
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

const AUGMENTS = /\bdeclare\s+(?:global\b|module\b)/
const IS_MODULE = /^\s*(?:import|export)\b/m

/**
 * Whether a source can change what unrelated files see: it augments globals or modules, or it is a script. Errs on the
 * side of yes.
 */
export function augments(source: string): boolean {
  return AUGMENTS.test(source) || !IS_MODULE.test(source)
}
