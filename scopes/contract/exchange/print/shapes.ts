import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { refsIn } from '../read/finish.ts'
import { array, call, type Code, object } from './layout.ts'
import { key, property } from './literal.ts'
import type { Printing } from './printing.ts'
import { bounds } from './scalars.ts'
import { printSchema } from './schema.ts'

/** `z.array(…)` or `z.tuple([…])`. */
export function printArray(core: JsonSchemaObject, printing: Printing): Code | undefined {
  const known = ['type', 'items', 'prefixItems', 'minItems', 'maxItems']
  if (Object.keys(core).some((word) => !known.includes(word))) return undefined
  if ('prefixItems' in core) return printTuple(core, printing)
  if (!isRecord(core['items'])) return undefined
  return [call('z.array', printSchema(core['items'], printing)), ...bounds(core, ['minItems', 'maxItems'])]
}

function printTuple(core: JsonSchemaObject, printing: Printing): Code | undefined {
  const { prefixItems, items, minItems = 0, maxItems } = core
  const first = prefixItems as readonly JsonSchema[]
  const isClosed = items === false && maxItems === first.length
  const isOpen = isRecord(items) && maxItems === undefined
  const least = Number(minItems)
  const isPlain = first.every((item) => isRecord(item) && !isPreset(item, printing))
  if (!(isClosed || isOpen) || least > first.length || first.length === 0 || !isPlain) return undefined
  const printed = first.map((item, index) => [printSchema(item, printing), index < least ? '' : '.optional()'])
  return isOpen ? call('z.tuple', array(printed), printSchema(items, printing)) : call('z.tuple', array(printed))
}

/** `z.object(…)`, closed, open or with a schema for all other properties; `z.record(…)`. */
export function printObject(core: JsonSchemaObject, printing: Printing): Code | undefined {
  const { properties, required = [], additionalProperties: extra, propertyNames } = core
  const known = ['type', 'properties', 'required', 'additionalProperties', 'propertyNames']
  if (Object.keys(core).some((word) => !known.includes(word))) return undefined
  if (properties === undefined) return 'required' in core ? undefined : printRecord(extra, propertyNames, printing)
  const isDeclared = (required as readonly string[]).every((name) => Object.hasOwn(properties as object, name))
  if (propertyNames !== undefined || !isDeclared || ('required' in core && (required as []).length === 0))
    return undefined
  const shape = printShape(core, printing)
  if (extra === undefined) return call('z.object', shape)
  if (extra === false) return call('z.strictObject', shape)
  if (!isRecord(extra)) return undefined
  if (Object.keys(extra).length === 0) return call('z.looseObject', shape)
  // Zod writes a catch-all that takes nothing as `false`, which is another thing to readers.
  if ('not' in extra) return undefined
  return [call('z.object', shape), '.catchall(', printSchema(extra, printing), ')']
}

/** Properties, each as it is declared; those that refer to what stands below as getters. */
export function printShape({ properties, required = [] }: JsonSchemaObject, printing: Printing): Code {
  const names = new Set(required as readonly string[])
  const entries = Object.entries(properties as Readonly<Record<string, JsonSchema>>)
  return object(
    entries.map(([name, schema]) => {
      const isForward = refsIn(schema).some((ref) => !printing.isReady(ref))
      const inner = isForward ? { ...printing, isReady: () => true } : printing
      const code = printProperty(schema, names.has(name), inner)
      if (!isForward) return property(name, code)
      return { open: `get ${key(name)}(): z.ZodType {`, items: [['return ', code]], close: '}', tall: true, bare: true }
    }),
  )
}

function printProperty(schema: JsonSchema, isRequired: boolean, printing: Printing): Code {
  const code = printSchema(schema, printing)
  if (!isRequired) return isRecord(schema) && 'default' in schema && isZod(code) ? code : [code, '.optional()']
  return isPreset(schema, printing) ? call('z.nonoptional', code) : code
}

/** A default in `jsonSchema(…)` is a keyword only, which Zod does not see. */
function isZod(code: Code): boolean {
  const first = typeof code === 'string' ? code : Array.isArray(code) ? (code as readonly Code[])[0] : undefined
  return first !== 'jsonSchema('
}

/** Whether Zod takes it for one that may be left out, since it knows what to put there. */
export function isPreset(schema: JsonSchema, printing: Printing, depth = 20): boolean {
  if (!isRecord(schema) || depth === 0) return false
  if ('default' in schema) return true
  const { $ref } = schema
  if (typeof $ref === 'string')
    return isPreset(printing.$defs[$ref.replace('#/$defs/', '')] ?? true, printing, depth - 1)
  return ['anyOf', 'oneOf', 'allOf'].some((word) =>
    ((schema[word] ?? []) as readonly JsonSchema[]).some((branch) => isPreset(branch, printing, depth - 1)),
  )
}

function printRecord(extra: unknown, names: unknown, printing: Printing): Code | undefined {
  if (!isRecord(extra)) return undefined
  const values = printSchema(extra, printing)
  if (names === undefined) return call('z.record', 'z.string()', values)
  const isPlain = isRecord(names) && Object.keys(names).length === 1
  if (!isRecord(names) || names['type'] !== 'string' || isPlain || 'default' in names) return undefined
  const keys = printSchema(names, printing)
  return call('enum' in names || 'const' in names ? 'z.partialRecord' : 'z.record', keys, values)
}
