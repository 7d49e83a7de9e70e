/** `orders-api` is `OrdersApi`, `createOrder` is `CreateOrder`; always an identifier. */
export function pascalCase(text: string): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const name = words.map((word) => upperFirst(word)).join('')
  const safe = name.replaceAll(/\d+[a-z]/g, (match) => match.toUpperCase())
  if (safe === '') return 'Schema'
  return /^\d/.test(safe) ? `Schema${safe}` : safe
}

/** `orders-api` is `ordersApi`. */
export function camelCase(text: string): string {
  const name = pascalCase(text)
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** The name a contract's operations and functions bear: `acme.orders/orders-api` is `orders-api`. */
export function contractName(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}

/** Hands out each name once. */
export interface NameBook {
  /** The first of these that is free; the first with a number where none is. */
  take(wanted: string, ...others: readonly string[]): string
}

export function nameBook(taken: Iterable<string> = []): NameBook {
  const used = new Set(taken)
  return {
    take(wanted, ...others) {
      let name = [wanted, ...others].find((candidate) => !used.has(candidate)) ?? wanted
      for (let count = 2; used.has(name); count++) name = `${wanted}${count}`
      used.add(name)
      return name
    },
  }
}

/** Text as a TypeScript string literal. */
export function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

/** Lines of a doc comment; nothing for no text. */
export function docComment(lines: readonly (string | undefined)[]): string {
  const text = lines.filter((line) => line !== undefined && line !== '').join('\n')
  if (text === '') return ''
  const safe = text.replaceAll('*/', '*\\/').split(/\r?\n/)
  if (safe.length === 1) return `/** ${safe[0]} */\n`
  return `/**\n${safe.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

/** The tag that editors strike a name out for; nothing where neither is said. */
export function deprecation(reason: string | undefined, sunset: string | undefined): string | undefined {
  if (reason === undefined && sunset === undefined) return undefined
  return ['@deprecated', reason, sunset && `(goes on ${sunset})`].filter((word) => word !== undefined).join(' ')
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
