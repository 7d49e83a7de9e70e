import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compileFunction } from 'node:vm'
import * as define from '@tessera/contract.define'
import type { Contract, ContractDocument } from '@tessera/contract.define'
import { z } from 'zod'

/** A rule as docs/rules tells of it. */
export interface RuleSection {
  readonly rule: string
  /** Name of the page. */
  readonly family: string
  /** What the section begins with: `Breaking where consumers send it, else info`. */
  readonly severity: string
  readonly wayOut: string | undefined
  /** The example: a contract with the lines that went and those that came. */
  readonly diff: string | undefined
}

const FOLDER = join(import.meta.dirname, '../../../../docs/rules')

export function ruleSections(): readonly RuleSection[] {
  const pages = readdirSync(FOLDER).filter((file) => file.endsWith('.md') && file !== 'README.md')
  return pages.flatMap((file) => sectionsOf(readFileSync(join(FOLDER, file), 'utf8'), basename(file, '.md')))
}

function sectionsOf(text: string, family: string): readonly RuleSection[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      rule: /^`([^`]+)`/.exec(section)?.[1] ?? section,
      family,
      severity: /\*\*(.+?)\.\*\*/.exec(section)?.[1] ?? '',
      wayOut: /^Way out: (.*)$/m.exec(section)?.[1],
      diff: /^```diff\n(.*?)^```/ms.exec(section)?.[1],
    }))
}

/** The documents that an example stands for. */
export function documentsOf(diff: string): readonly [before: ContractDocument, after: ContractDocument] {
  const lines = diff.split('\n')
  const without = (sign: string): string =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n')
  return [documentOf(without('+')), documentOf(without('-'))]
}

const details = (id: `${string}/${string}`): Contract =>
  define.httpContract({
    id,
    operations: {
      getOrder: { method: 'GET', path: '/orders/{id}', params: { id: z.string() }, responses: { 204: null } },
      readOrder: { method: 'GET', path: '/order/{id}', params: { id: z.string() }, responses: { 204: null } },
    },
  })
const SCOPE: Readonly<Record<string, unknown>> = {
  ...{ z, ...define },
  ordersApi: details('acme.orders/orders-api'),
  archiveApi: details('acme.orders/archive-api'),
}

/** What the text of a contract, `httpContract({ … })`, gives. */
export function documentOf(code: string): ContractDocument {
  const evaluate = compileFunction(`return (${code.trim()})`, Object.keys(SCOPE))
  const { document, diagnostics } = define.toDocument(evaluate(...Object.values(SCOPE)) as Contract)
  if (document === undefined) throw new Error(`${diagnostics.map(({ message }) => message).join('; ')}\n${code}`)
  return document
}
