/** First in, first out, in constant time at both ends. */
export class Fifo<V> {
  #items: V[] = []
  #head = 0
  /** Put in front of the others; the last of them is next. */
  readonly #front: V[] = []

  get size(): number {
    return this.#items.length - this.#head + this.#front.length
  }

  push(item: V): void {
    this.#items.push(item)
  }

  unshift(item: V): void {
    this.#front.push(item)
  }

  shift(): V | undefined {
    if (this.#front.length > 0) return this.#front.pop()
    if (this.#head === this.#items.length) return undefined
    const item = this.#items[this.#head++]
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  clear(): void {
    this.#items = []
    this.#head = 0
    this.#front.length = 0
  }
}
