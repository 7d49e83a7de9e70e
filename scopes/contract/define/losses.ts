import { canonicalJson, type Diagnostic } from '@tessera/core.model'
import type { z } from 'zod'
import { children, type Child } from './children.ts'
import { lossesOf, type Loss } from './loss-rules.ts'
import { isSchemaName } from './name-checks.ts'
import { namedOrigin, nameOf } from './to-json-schema.ts'

interface Walk {
  readonly file: string
  readonly seen: Set<z.core.$ZodType>
  /** Which schema has which name. */
  readonly names: Map<string, z.core.$ZodType>
  /** By their text: what is used twice is reported once. */
  readonly findings: Map<string, Diagnostic>
  /** Whether files have a place in what is being walked through. */
  files: boolean
}

/** A schema that a contract names directly. */
export interface Root extends Pick<Child, 'schema' | 'omittable'> {
  /** Its media type has a place for files. */
  readonly files?: boolean
}

/**
 * What Zod says and JSON Schema cannot, for every schema that travels: errors where nothing can stand for it
 * (`UNREPRESENTABLE`), warnings where the document admits more than Zod does (`LOSSY`).
 */
export function findLosses(roots: ReadonlyMap<string, Root>, file: string): Diagnostic[] {
  const walk: Walk = { file, seen: new Set(), names: new Map(), findings: new Map(), files: false }
  // What is met in two places is looked at in the stricter one.
  for (const files of [false, true]) {
    walk.files = files
    for (const [at, root] of roots) {
      if ((root.files ?? false) === files) visit(walk, { ...root, pointer: `/${at}` }, [])
    }
  }
  return [...walk.findings.values()]
}

function visit(walk: Walk, given: Child, open: readonly z.core.$ZodType[]): void {
  const schema = namedOrigin(given.schema) ?? given.schema
  const child = { ...given, schema }
  if (open.includes(schema)) reportUnnamedCycle(walk, child, open.slice(open.indexOf(schema)))
  if (walk.seen.has(schema)) return
  walk.seen.add(schema)
  const name = nameOf(schema)
  const pointer = name === undefined ? child.pointer : `/$defs/${name}`
  if (name !== undefined) registerName(walk, name, { ...child, pointer })
  for (const loss of lossesOf(schema, child.omittable, walk.files)) report(walk, pointer, loss)
  for (const next of children({ ...child, pointer })) visit(walk, next, [...open, schema])
}

function registerName(walk: Walk, name: string, { schema, pointer }: Child): void {
  if (walk.names.has(name)) {
    report(walk, pointer, {
      severity: 'error',
      code: 'DUPLICATE_SCHEMA_NAME',
      message: `two different schemas are named "${name}"`,
      hint: 'give one of them another name: .meta({ id })',
    })
  }
  if (!isSchemaName(name)) {
    report(walk, pointer, {
      severity: 'error',
      code: 'INVALID_SCHEMA_NAME',
      message: `"${name}" cannot name a schema`,
      hint: 'use a name that can be a type: letters, digits and _, no digit first',
    })
  }
  walk.names.set(name, schema)
}

/** A recursive schema needs a `$defs` entry, and a made-up name would move with the schemas around it. */
function reportUnnamedCycle(walk: Walk, { pointer }: Child, cycle: readonly z.core.$ZodType[]): void {
  if (cycle.some((schema) => nameOf(schema) !== undefined)) return
  report(walk, pointer, {
    severity: 'error',
    code: 'UNNAMED_RECURSION',
    message: 'a schema that contains itself has no name',
    hint: "name it: .meta({ id: 'Tree' })",
  })
}

function report(walk: Walk, pointer: string, loss: Loss): void {
  const finding: Diagnostic = { ...loss, location: { file: walk.file, pointer } }
  const text = canonicalJson(finding)
  if (!walk.findings.has(text)) walk.findings.set(text, finding)
}
