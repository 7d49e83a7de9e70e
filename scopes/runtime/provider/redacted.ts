const HIDDEN = '[redacted]'

/** A copy fit for a log: a mask stands in place of what the pointers name; `*` is any item or member. */
export function redacted(value: unknown, pointers: readonly string[] = []): unknown {
  return masked(value, pointers, HIDDEN)
}

/** A copy without what the pointers name. */
export function withoutRedacted(value: unknown, pointers: readonly string[] = []): unknown {
  return masked(value, pointers, undefined)
}

function masked(value: unknown, pointers: readonly string[], mask: string | undefined): unknown {
  const hide = (part: unknown, pointer: string): unknown =>
    replace(part, pointer.split('/').slice(1).map(unescape), mask)
  return pointers.reduce(hide, value)
}

function replace(value: unknown, [part, ...rest]: readonly string[], mask: string | undefined): unknown {
  if (part === undefined) return mask
  if (typeof value !== 'object' || value === null) return value
  const shown = (key: string, item: unknown): unknown =>
    part === '*' || part === key ? replace(item, rest, mask) : item
  if (Array.isArray(value)) return value.map((item, index) => shown(String(index), item))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(key, item)]))
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
