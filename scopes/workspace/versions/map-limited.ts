/** As `Promise.all` over `map`, with at most so many at a time: a big workspace must not run out of file handles. */
export async function mapLimited<T, R>(items: readonly T[], map: (item: T) => Promise<R>, limit = 32): Promise<R[]> {
  const results: R[] = []
  const rest = items.entries()
  const work = async (): Promise<void> => {
    for (const [at, item] of rest) results[at] = await map(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  return results
}
