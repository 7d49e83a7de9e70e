/** Thrown where the answer cannot be known; caught where the verdict is made. */
export class Undecided extends Error {
  override readonly name = 'Undecided'
  /** What stood in the way: a keyword, or `timeout`. */
  readonly keyword: string

  constructor(keyword: string) {
    super(`not decided because of ${keyword}`)
    this.keyword = keyword
  }
}
