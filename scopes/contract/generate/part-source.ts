import { type Model, partPackage } from './model.ts'

/** Imports, then what the module exports; each a block of source. */
export function moduleSource(imports: readonly string[], blocks: readonly string[]): string {
  return [`${imports.join('\n')}\n`, ...blocks.filter((block) => block !== '')].join('\n')
}

/** The types of the contract, that each part hands on. */
export function typesImport(model: Model, names: readonly string[] = [model.name]): string {
  return `import type { ${names.join(', ')} } from '${partPackage(model.document, 'types')}'`
}

export function typesExport(model: Model): string {
  return `export type * from '${partPackage(model.document, 'types')}'\n`
}
