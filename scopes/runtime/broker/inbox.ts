/** Remembers which messages were handled, so that one that comes again is not handled again. */
export interface Inbox {
  has(key: string): boolean | Promise<boolean>
  /** Resolves when it will not be forgotten (as far as this inbox goes). */
  add(key: string): void | Promise<void>
  close?(): Promise<void>
}
