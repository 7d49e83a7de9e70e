import { TesseraError } from '@tessera/core.model'
import { readWish } from './wish.ts'

/** The versions, or levels, that a file gives to components. */
export interface VersionsFile {
  /** `scope/name` to version or level. */
  readonly components: ReadonlyMap<string, string>
  /** For those that the file does not name. */
  readonly fallback?: string
}

/**
 * Reads lines of `scope/name: version`, and one of `DEFAULT: version`; lines that begin with `#` say nothing. Names that
 * are not tagged are passed over.
 * @param file its name, for messages
 * @throws TesseraError `INVALID_VERSIONS_FILE` with the line
 */
export function parseVersionsFile(text: string, file: string): VersionsFile {
  const components = new Map<string, string>()
  let fallback: string | undefined
  for (const [at, line] of text.split(/\r\n?|\n/).entries()) {
    const words = line.trim()
    if (words === '' || words.startsWith('#')) continue
    const [, key = '', wish = ''] = /^([^:\s]+)\s*:\s*(\S+)$/.exec(words) ?? []
    const place = { file, line: at + 1 }
    if (key === '' || !isWish(wish)) throw invalid(`"${words}" is no component with its version`, place)
    if (components.has(key)) throw invalid(`${key} is there twice`, place)
    if (/^DEFAULT$/.test(key)) fallback = wish
    else components.set(key, wish)
  }
  return fallback === undefined ? { components } : { components, fallback }
}

function isWish(text: string): boolean {
  try {
    readWish(text)
    return true
  } catch {
    return false
  }
}

function invalid(what: string, location: { readonly file: string; readonly line: number }): TesseraError {
  return new TesseraError('INVALID_VERSIONS_FILE', `${location.file}:${location.line}: ${what}`, {
    location,
    hint: 'a line is `acme.orders/orders-api/client: 1.2.0`, or a level in place of the version; `DEFAULT: patch` is for all others',
  })
}
