/** As `Promise.all` over `map`, with at most 32 at a time: a big workspace must not run out of file handles. */
export async function mapLimited<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const rest = items.entries()
  const work = async (): Promise<void> => {
    for (const [at, item] of rest) results[at] = await map(item)
  }
  await Promise.all(Array.from({ length: Math.min(32, items.length) }, work))
  return results
}
