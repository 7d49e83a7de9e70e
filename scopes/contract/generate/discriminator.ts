import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { valuesOf } from './check-values.ts'
import type { At, Code } from './code.ts'
import { literal, pascalCase } from './names.ts'
import { type Defs, mapOf, resolve, stringsOf, typesOf } from './schema.ts'

/** A property that tells the branches of a union apart. */
export interface Discriminator {
  readonly key: string
  /** The values of each branch, in their order. */
  readonly values: readonly (readonly unknown[])[]
}

/** The first property that every branch requires, with values that no other branch has; none if there is none. */
export function discriminatorOf(branches: readonly JsonSchema[], defs: Defs): Discriminator | undefined {
  const objects = branches.map((branch) => resolve(branch, defs))
  if (branches.length < 2 || objects.some((object) => typeof object === 'boolean')) return undefined
  const shapes = objects as readonly JsonSchemaObject[]
  if (shapes.some((shape) => typesOf(shape).join() !== 'object')) return undefined
  for (const key of stringsOf(shapes[0] as JsonSchemaObject, 'required')) {
    const values = shapes.map((shape) => valuesOfProperty(shape, key, defs))
    const all = values.flat()
    const scalar = all.every((value) => typeof value === 'string' || typeof value === 'number')
    const told = values.every((list) => list.length > 0)
    if (told && scalar && !(key in {}) && new Set(all).size === all.length) return { key, values }
  }
  return undefined
}

/** One case for each branch that has something to do. */
export function switchCode(
  { key, values }: Discriminator,
  at: At,
  body: (index: number, hint: string) => Code,
): string {
  const cases = values.map((tags, index) => {
    const labels = tags.map((tag) => `case ${literal(tag)}:\n`).join('')
    const code = body(index, `${at.hint}${pascalCase(String(tags[0]))}`)
    return code.length === 0 ? '' : `${labels}${code.join('\n')}\nbreak\n`
  })
  return `switch (${at.value}[${literal(key)}]) {\n${cases.join('')}}`
}

function valuesOfProperty(shape: JsonSchemaObject, key: string, defs: Defs): readonly unknown[] {
  const property = mapOf(shape, 'properties')[key]
  if (property === undefined || !stringsOf(shape, 'required').includes(key)) return []
  const target = resolve(property, defs)
  return (typeof target === 'boolean' ? undefined : valuesOf(target)) ?? []
}
