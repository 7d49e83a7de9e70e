import { escapePointer } from './equal.ts'

/** Why no value was made at a place. */
export class Failure {
  readonly keyword: string
  readonly message: string
  /** Proven: there is none. Otherwise none was found. */
  readonly exact: boolean
  /** From the value that is made to the place, nearest last. */
  readonly path: readonly (string | number)[]

  constructor(exact: boolean, keyword: string, message: string, path: readonly (string | number)[] = []) {
    this.exact = exact
    this.keyword = keyword
    this.message = message
    this.path = path
  }

  get pointer(): string {
    return this.path.map((segment) => `/${escapePointer(segment)}`).join('')
  }

  /** The same, seen from what holds the part that failed. */
  within(key: string | number): Failure {
    return new Failure(this.exact, this.keyword, this.message, [key, ...this.path])
  }

  /** The same, where other ways are left. */
  asGuess(): Failure {
    return this.exact ? new Failure(false, this.keyword, this.message, this.path) : this
  }
}

export function empty(keyword: string, message: string): Failure {
  return new Failure(true, keyword, message)
}

export function gaveUp(keyword: string, message: string): Failure {
  return new Failure(false, keyword, message)
}
