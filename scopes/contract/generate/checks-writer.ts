import type { JsonSchema } from '@tessera/contract.define/document'
import { checkStatements } from './check-schema.ts'
import { closeStatements } from './close-schema.ts'
import { block, type Code, entry, finished, mentions, RESERVED, VALUE } from './code.ts'
import { codecTest } from './codecs.ts'
import { convertStatements, type Direction } from './convert-schema.ts'
import { reachTest } from './defaults.ts'
import { fillStatements } from './fill-schema.ts'
import { LOCAL_HELPERS, type LocalHelper } from './local-helpers.ts'
import { nameBook, pascalCase } from './names.ts'
import { openMembers } from './open-enum.ts'
import { type Defs, refName } from './schema.ts'
import { closesItself } from './declared.ts'

/**
 * `check` says whether a value is what may travel, `close` whether it holds something undeclared, `fill` puts defaults
 * in. Apart, because both directions need the first and it must see the value as it travelled. `encode` makes what
 * travels, `decode` what is worked with.
 */
export type Kind = 'check' | 'close' | 'fill' | Direction

/** Writes functions once each, in the order they were first asked for. */
export interface ChecksWriter {
  readonly defs: Defs
  readonly fills: (schema: JsonSchema) => boolean
  readonly closes: (schema: JsonSchema) => boolean
  readonly converts: (schema: JsonSchema) => boolean
  /** The function that does `kind` for a schema; it is written if it was not. */
  call(kind: Kind, schema: JsonSchema, hint: string): string
  /** A helper of the runtime; it is imported. */
  core(name: string): string
  /** A helper of this file; it is written at its end. */
  local(name: LocalHelper): string
  /** All that was asked for. */
  source(): { readonly imports: readonly string[]; readonly functions: string }
}

const STATEMENTS = {
  check: checkStatements,
  close: closeStatements,
  fill: fillStatements,
  encode: convertStatements('encode'),
  decode: convertStatements('decode'),
}
const PARAMETERS = {
  check: 'value: unknown, pointer: string, issues: Issue[]',
  close: 'value: unknown, pointer: string, issues: Issue[]',
  fill: 'value: unknown',
  encode: 'value: unknown',
  decode: 'value: unknown',
}

/** @param taken names that the file has already */
export function checksWriter(defs: Defs, fills: ChecksWriter['fills'], taken: readonly string[]): ChecksWriter {
  const names = nameBook([...RESERVED, ...taken])
  const known = new Map<string, string>()
  const inline = new Map<JsonSchema, number>()
  const queue: { kind: Kind; schema: JsonSchema; name: string; hint: string }[] = []
  const imports = new Set<string>()
  const locals = new Set<LocalHelper>()
  const keyOf = (schema: JsonSchema): string => {
    const name = bareReference(schema)
    if (name !== undefined) return `def ${name}`
    if (!inline.has(schema)) inline.set(schema, inline.size)
    return `inline ${inline.get(schema)}`
  }
  const writer: ChecksWriter = {
    defs,
    fills,
    closes: reachTest(defs, (schema) => closesItself(schema) || openMembers(schema) !== undefined),
    converts: codecTest(defs),
    call(kind, schema, hint) {
      const key = `${kind} ${keyOf(schema)}`
      const seen = known.get(key)
      if (seen !== undefined) return seen
      const reference = bareReference(schema)
      const base = reference === undefined ? hint : pascalCase(reference)
      const name = names.take(`${kind}${base}`)
      known.set(key, name)
      queue.push({ kind, schema: reference === undefined ? schema : (defs[reference] ?? true), name, hint: base })
      return name
    },
    core(name) {
      imports.add(name)
      return name
    },
    local(name) {
      locals.add(name)
      return name
    },
    source() {
      const functions: string[] = []
      for (const { kind, schema, name, hint } of queue) {
        const body = STATEMENTS[kind](schema, entry(hint, nameBook(RESERVED)), writer)
        functions.push(functionCode(kind, name, body))
      }
      const helpers = [...locals].toSorted().map((name) => LOCAL_HELPERS[name])
      for (const { needs } of helpers) for (const need of needs) imports.add(need)
      return {
        imports: [...imports].toSorted(),
        functions: [...functions, ...helpers.map(({ code }) => code)].join('\n'),
      }
    },
  }
  return writer
}

/** A function of one kind with its parameters. */
export function functionCode(kind: Kind, name: string, body: Code): string {
  return `function ${name}(${parameters(PARAMETERS[kind], body)}): ${kind === 'encode' || kind === 'decode' ? 'unknown' : 'void'} ${block(finished(body))}\n`
}

/** Unused parameters are errors under strict compilers, unless they start with an underscore. */
function parameters(list: string, body: Code): string {
  const text = body.join('\n')
  return list.replaceAll(/(\w+):/g, (match, name: string) =>
    (name === 'value' ? mentions(body, VALUE) : new RegExp(`\\b${name}\\b`).test(text)) ? match : `_${match}`,
  )
}

/** A reference and nothing else that could fail. */
export function bareReference(schema: JsonSchema): string | undefined {
  const name = refName(schema)
  return name !== undefined && Object.keys(schema).every((keyword) => SILENT.has(keyword)) ? name : undefined
}

const SILENT = new Set(['$ref', 'title', 'description', 'default', 'examples', 'deprecated', '$comment', 'x-origin'])
