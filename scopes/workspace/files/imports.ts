/** One place where a file names another module. */
export interface ImportRef {
  readonly specifier: string
  readonly kind: 'static' | 're-export' | 'dynamic' | 'require' | 'type' | 'reference' | 'augment'
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

/** Every module that a TypeScript or JavaScript file names, in the order of the text. Never throws. */
export function scanImports(source: string, path: string): readonly ImportRef[] {
  throw new Error(`not built yet: ${path} ${source}`)
}
