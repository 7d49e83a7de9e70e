/** JSON pointer of these keys: `pointer('$defs', 'a/b')` is `/$defs/a~1b`. */
export function pointer(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
