import { stripVTControlCharacters } from 'node:util'
import { isRecord, TesseraError } from '@tessera/core.model'
import { stringsOf, type NpmOutcome } from '@tessera/workspace.transfer'

/** What npm said went wrong. */
export interface NpmFailure {
  /** `E404`, `ENEEDAUTH`, `ECONNREFUSED`… */
  readonly code: string
  readonly summary: string
}

export function failureOf({ stdout, stderr }: NpmOutcome): NpmFailure {
  const error = errorIn(stdout) ?? errorIn(stderr)
  if (error !== undefined) return { code: error['code'] ?? 'no code', summary: presentable(error['summary'] ?? '') }
  return { code: 'no code', summary: presentable(stderr.trim().split('\n').slice(-3).join('\n')) }
}

/** The name and version are taken, in the words of several registries. */
export function isTaken({ code, summary }: NpmFailure): boolean {
  if (code === 'EPUBLISHCONFLICT' || code === 'E409') return true
  return /previously published|already (?:present|exists)|cannot publish over/i.test(summary)
}

/** What says that one may not. E404 of what is sent: by it the public registry hides what is not one's own. */
const DENIED = new Set(['E401', 'E402', 'E403', 'E404', 'ENEEDAUTH', 'EOTP'])

/** @param what the package that it was about */
export function registryError({ code, summary }: NpmFailure, what: string, registry: string): TesseraError {
  const said = summary === '' ? '' : `: ${summary}`
  if (DENIED.has(code)) {
    const place = registry.replace(/^https?:/, '').replace(/\/?$/, '/')
    return new TesseraError('REGISTRY_DENIED', `${registry} does not let you in with ${what} (${code})${said}`, {
      hint: `npm login --registry ${registry}, or a token in .npmrc: ${place}:_authToken=\${NPM_TOKEN}`,
    })
  }
  return new TesseraError('REGISTRY_FAILED', `${registry} did not take or show ${what} (${code})${said}`, {
    hint: 'check the URL and whether the registry is up, then run the same command again: what is there is passed over',
  })
}

/** URLs may hold a name and a password, and an answer the token that it refuses. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/(https?:\/\/)[^/\s]*@/g, '$1')
    .replaceAll(/\b(Bearer|Basic) +[\w.~+/=-]{16,}/gi, '$1 …')
    .replaceAll(/\b(npm|gh[oprsu]|glpat)[_-]\w{16,}/g, '$1_…')
}

/** An answer may come from anybody. */
function presentable(text: string): string {
  return withoutSecrets(stripVTControlCharacters(text))
}

function errorIn(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) && isRecord(value['error']) ? stringsOf(value['error']) : undefined
  } catch {
    return undefined
  }
}
