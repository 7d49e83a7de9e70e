import type { ComponentNode } from './types.ts'

/** What a component with these files and this main file is the contract of, if any. */
export function contractKind(paths: Iterable<string>, mainFile: string): ComponentNode['contract'] {
  const there = new Set(paths)
  if (there.has('contract.ts')) return 'source'
  const isPlain = mainFile === 'contract.json' || isSchemaFile(mainFile)
  if (isPlain && [...there].some(isSchemaFile)) return 'schemas'
  return there.has('contract.json') ? 'document' : undefined
}

/** A JSON Schema of a contract that shares schemas: `money.schema.json`, in the component's folder itself. */
export function isSchemaFile(path: string): boolean {
  return /^[^/]+\.schema\.json$/.test(path)
}
