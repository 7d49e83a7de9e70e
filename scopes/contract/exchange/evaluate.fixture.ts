import * as define from '@tessera/contract.define'
import type { ContractDocument } from '@tessera/contract.define'
import { canonicalJson, isRecord } from '@tessera/core.model'
import { z } from 'zod'

/**
 * Runs a printed contract and gives its document; undefined where its schemas have no finite value, which is refused.
 * What it imports are `zod` and `contract/define` only.
 */
export function evaluate(source: string): ContractDocument | undefined {
  const body = source
    .replaceAll(/^import [^;]*? from '[^']+'$/gm, '')
    .replaceAll(/^export const ([^\s:]+)(?:: \w+Contract)?/gm, 'const $1')
    .replaceAll('(): z.ZodType', '()')
  const name = /^export const ([^\s:]+)(?:: \w+)? = (?:\w+Contract|schemas)\(\{$/m.exec(source)?.[1]
  const run = new Function(
    'z',
    'define',
    `'use strict'; const { ${Object.keys(define).join(', ')} } = define;${body}\nreturn ${name}`,
  )
  const { document, diagnostics } = define.toDocument(run(z, define) as define.Contract)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (document === undefined && errors.every(({ code }) => code === 'ENDLESS_SCHEMA')) return undefined
  if (document === undefined) throw new Error(`${JSON.stringify(errors, null, 2)}\n${source}`)
  return document
}

/**
 * A document without what says nothing: the order of slots and of names in `required`, and remarks beside a `$ref`
 * that repeat those of the named schema.
 */
export function unordered(document: ContractDocument): unknown {
  const slots = document.slots.toSorted((a, b) => (a.at < b.at ? -1 : 1))
  return settle({ ...document, slots }, document.$defs)
}

function settle(value: unknown, $defs: ContractDocument['$defs']): unknown {
  if (Array.isArray(value)) return value.map((item) => settle(item, $defs))
  if (!isRecord(value)) return value
  const said = remarksOf(value['$ref'], $defs)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !Object.hasOwn(said, key) || canonicalJson(said[key]) !== canonicalJson(inner))
      .map(([key, inner]) => [
        key,
        key === 'required' && Array.isArray(inner) ? inner.toSorted() : settle(inner, $defs),
      ]),
  )
}

/** What a named schema says, and what that says which it is another name of. */
function remarksOf($ref: unknown, $defs: ContractDocument['$defs']): Readonly<Record<string, unknown>> {
  const target = typeof $ref === 'string' ? $defs[$ref.replace('#/$defs/', '')] : undefined
  if (!isRecord(target)) return {}
  const { $ref: further, ...own } = target
  return { ...remarksOf(further, $defs), ...own }
}
