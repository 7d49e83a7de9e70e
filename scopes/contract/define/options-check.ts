import { suggestion } from '@tessera/core.model'
import type { Finder } from './finder.ts'
import { escapePointer } from './shape.ts'

export interface GivenOptions {
  /** JSON pointer of the whole. */
  readonly at: string
  /** `an operation` */
  readonly what: string
  readonly given: object
  readonly options: readonly string[]
}

/** What the compiler finds too, for contracts that were not type-checked. */
export function checkOptions({ at, what, given, options }: GivenOptions, found: Finder): void {
  for (const option of Object.keys(given)) {
    if (options.includes(option)) continue
    const message = `"${option}" is no option of ${what}${suggestion(option, options)}`
    found.error('UNKNOWN_OPTION', `${at}/${escapePointer(option)}`, message, `options are ${options.join(', ')}`)
  }
}
