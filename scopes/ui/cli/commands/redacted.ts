const HIDDEN = '[redacted]'

/** A copy fit for a log: what the pointers name is hidden; `*` stands for any item or member. */
export function redacted(value: unknown, pointers: readonly string[]): unknown {
  return pointers.reduce((shown, pointer) => hide(shown, pointer.split('/').slice(1).map(unescape)), value)
}

function hide(value: unknown, [part, ...rest]: readonly string[]): unknown {
  if (part === undefined) return HIDDEN
  if (typeof value !== 'object' || value === null) return value
  const shown = (key: string, item: unknown): unknown => (part === '*' || part === key ? hide(item, rest) : item)
  if (Array.isArray(value)) return value.map((item, index) => shown(String(index), item))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(key, item)]))
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
