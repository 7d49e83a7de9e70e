import type { z } from 'zod'
import { jsonSchemaChildren, jsonSchemaSource } from './json-schema.ts'
import { escapePointer } from './shape.ts'

/** A schema inside another, where it stands in the document. */
export interface Child {
  readonly schema: z.core.$ZodType
  /** JSON pointer. */
  readonly pointer: string
  /** It is a property or a tuple item, so it may be left out; elsewhere JSON has no way to. */
  readonly omittable: boolean
}

/** What travels of a schema: the writer's side of a codec or pipe, every branch of a union. */
export function children({ schema, pointer, omittable: isOmittable }: Child): readonly Child[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  const at = (inner: z.core.$ZodType, ...path: (string | number)[]): Child => ({
    schema: inner,
    pointer: [pointer, ...path.map((part) => escapePointer(String(part)))].join('/'),
    omittable: false,
  })
  const omittable = (child: Child): Child => ({ ...child, omittable: true })
  // What may be left out around a schema may be left out in it.
  const same = (child: Child): Child => ({ ...child, omittable: isOmittable })
  switch (def.type) {
    case 'object':
      return [
        ...Object.entries(def.shape).map(([key, inner]) => omittable(at(inner, 'properties', key))),
        ...(def.catchall ? [at(def.catchall, 'additionalProperties')] : []),
      ]
    case 'array':
      return [at(def.element, 'items')]
    case 'tuple':
      return [
        ...def.items.map((item, index) => omittable(at(item, 'prefixItems', index))),
        ...(def.rest ? [at(def.rest, 'items')] : []),
      ]
    case 'record':
      return [at(def.keyType, 'propertyNames'), at(def.valueType, 'additionalProperties')]
    case 'union':
      return def.options.map((option, index) => at(option, unionKeyword(def), index))
    case 'intersection':
      return [at(def.left, 'allOf', 0), at(def.right, 'allOf', 1)]
    case 'nullable':
      return [same(at(def.innerType, 'anyOf', 0))]
    case 'nonoptional':
      return [omittable(at(def.innerType))]
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return [same(at(def.innerType))]
    case 'lazy':
      return [same(at((schema as z.core.$ZodLazy)._zod.innerType))]
    case 'pipe':
      return [same(at(def.in._zod.def.type === 'transform' ? def.out : def.in))]
    default:
      return jsonSchemaChildren(jsonSchemaSource(schema) ?? {}, pointer)
  }
}

function unionKeyword(def: { readonly inclusive?: boolean | undefined }): string {
  return def.inclusive === false ? 'oneOf' : 'anyOf'
}
