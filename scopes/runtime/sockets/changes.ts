/** Lets others wait until something holds. */
export interface Changes {
  /** Something is not as it was. */
  happened(): void
  /** Resolves with the first value that is not `undefined`; looks at once, and after each change. */
  until<R>(look: () => R | undefined): Promise<R>
}

export function createChanges(): Changes {
  const waiting = new Set<() => void>()
  return {
    happened() {
      for (const look of [...waiting]) look()
    },
    until: <R>(look: () => R | undefined) =>
      new Promise<R>((resolve) => {
        const attempt = (): void => {
          const found = look()
          if (found === undefined) return
          waiting.delete(attempt)
          resolve(found)
        }
        waiting.add(attempt)
        attempt()
      }),
  }
}
