import { isRecord, isScopeName, TesseraError } from '@tessera/core.model'
import { keyLine, parseJsonc } from './jsonc.ts'
import type { Workspace } from './types.ts'

const FILE = 'workspace.jsonc'
const WORKSPACE = 'teambit.workspace/workspace'
const RESOLVER = 'teambit.dependencies/dependency-resolver'
/** What Bit 14 called them. There, the directory of components is meant without their names. */
const OLD = { workspace: 'teambit.bit/workspace', resolver: 'teambit.bit/dependency-resolver' } as const

export const DEFAULT_DIRECTORY = 'components/{name}'

export type Config = Pick<Workspace, 'name' | 'defaultScope' | 'defaultDirectory' | 'policy'>

/**
 * What Tessera needs of a workspace.jsonc; other aspects are Bit's business.
 * @throws TesseraError `INVALID_WORKSPACE_CONFIG` with the line
 */
export function parseConfig(text: string): Config {
  const content = parseJsonc({ file: FILE, text, code: 'INVALID_WORKSPACE_CONFIG' })
  if (!isRecord(content)) throw invalid(text, undefined, `${FILE} is no object`)
  const old = content[WORKSPACE] === undefined && content[OLD.workspace] !== undefined
  const own = section(text, content, old ? OLD.workspace : WORKSPACE)
  const resolver = section(text, content, old ? OLD.resolver : RESOLVER)
  const defaultScope = stringOf(text, own, 'defaultScope')
  if (defaultScope === undefined) throw invalid(text, WORKSPACE, `"${WORKSPACE}" has no "defaultScope"`)
  if (!isScopeName(defaultScope)) throw invalid(text, 'defaultScope', `"${defaultScope}" is no scope`)
  return {
    name: stringOf(text, own, 'name') ?? defaultScope,
    defaultScope,
    defaultDirectory: directory(text, named(stringOf(text, own, 'defaultDirectory'), old) ?? DEFAULT_DIRECTORY),
    policy: policy(text, resolver['policy'] ?? {}),
  }
}

function section(text: string, content: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = content[key] ?? {}
  if (!isRecord(value)) throw invalid(text, key, `"${key}" is no object`)
  return value
}

function stringOf(text: string, own: Record<string, unknown>, key: string): string | undefined {
  const value = own[key]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '') throw invalid(text, key, `"${key}" is no text`)
  return value
}

function named(template: string | undefined, old: boolean): string | undefined {
  return old && template !== undefined && !template.includes('{name}') ? `${template}/{name}` : template
}

function directory(text: string, template: string): string {
  const problem = directoryProblem(template)
  if (problem !== undefined) throw invalid(text, 'defaultDirectory', `"defaultDirectory" ${problem}: "${template}"`)
  return template
}

/** Why components cannot lie where a template says; undefined where they can. */
export function directoryProblem(template: string): string | undefined {
  if (!template.includes('{name}')) return 'has no {name}'
  return /^[/\\]|^\w:|(^|\/)\.\.?(\/|$)|\\/.test(template) ? 'is no plain path in the workspace' : undefined
}

function policy(text: string, value: unknown): Config['policy'] {
  if (!isRecord(value)) throw invalid(text, 'policy', '"policy" is no object')
  return {
    dependencies: ranges(text, value, 'dependencies'),
    peerDependencies: ranges(text, value, 'peerDependencies'),
  }
}

/** A range is text, or an object with it as `version`. */
function ranges(text: string, value: Record<string, unknown>, key: string): Readonly<Record<string, string>> {
  const all = value[key] ?? {}
  if (!isRecord(all)) throw invalid(text, key, `"policy.${key}" is no object`)
  return Object.fromEntries(
    Object.entries(all).map(([name, item]) => {
      const range = isRecord(item) ? item['version'] : item
      if (typeof range !== 'string') throw invalid(text, name, `the range of "${name}" in "policy.${key}" is no text`)
      return [name, range]
    }),
  )
}

function invalid(text: string, key: string | undefined, message: string): TesseraError {
  const line = key === undefined ? undefined : keyLine(text, key)
  return new TesseraError('INVALID_WORKSPACE_CONFIG', key === undefined ? message : `${FILE}: ${message}`, {
    location: { file: FILE, line },
    hint: `the least that is needed: { "${WORKSPACE}": { "defaultScope": "acme.orders" } }`,
  })
}
