import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { componentKey, isRecord, TesseraError } from '@tessera/core.model'
import type { ScopeEntry } from '@tessera/scope.remote'

/** Whether the head of a component was made since a state. */
export type IsNew = (entry: ScopeEntry) => boolean

/**
 * Reads a state: a date, or a file with what an earlier ripple printed with `--json`.
 * @throws TesseraError `INVALID_STATE`
 */
export function readSince(text: string | undefined, base: string): IsNew {
  if (text === undefined) return () => true
  const file = readState(resolve(base, text))
  if (file !== undefined) return ({ id, head }) => file[componentKey(id)] !== head
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(date)) return (entry) => entry.date >= date
  throw new TesseraError('INVALID_STATE', `"${text}" is neither a date nor a file with the result of a ripple`, {
    hint: 'write --since 2026-11-22, or keep the result of a ripple: tessera ripple <scope> --json > state.json',
  })
}

function readState(path: string): Readonly<Record<string, unknown>> | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  try {
    const content: unknown = JSON.parse(text)
    if (isRecord(content) && isRecord(content['state'])) return content['state']
  } catch {
    // Said below.
  }
  throw new TesseraError('INVALID_STATE', `${path} does not hold the result of a ripple`, {
    hint: 'keep what a ripple prints: tessera ripple <scope> --json > state.json',
    location: { file: path },
  })
}
