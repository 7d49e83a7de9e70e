import { isRecord } from '@tessera/core.model'

/** `orders-api` is `OrdersApi`, `createOrder` is `CreateOrder`; always an identifier. Accents go, other letters stay. */
export function pascalCase(text: string): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    // Compilers differ on letters beyond the basic plane.
    .replaceAll(/[\u{10000}-\u{10ffff}]/gu, ' ')
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '')
  const name = words.map((word) => upperFirst(word)).join('')
  const safe = name.replaceAll(/\d+[a-z]/g, (match) => match.toUpperCase())
  if (safe === '') return 'Schema'
  return /^\p{L}/u.test(safe) ? safe : `Schema${safe}`
}

/** `orders-api` is `ordersApi`. */
export function camelCase(text: string): string {
  return lowerFirst(pascalCase(text))
}

export function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1)
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

/** A JSON value as TypeScript: nothing in it ends the literal, sets a prototype, or reads otherwise than it is. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(',')}]`
  if (isRecord(value)) {
    const given = Object.entries(value).filter(([, item]) => item !== undefined)
    return `{${given.map(([key, item]) => `${keyCode(key)}:${literal(item)}`).join(',')}}`
  }
  return escapeUnseen(JSON.stringify(value ?? null))
}

/** Code whose strings show all that is in them. */
export function escapeUnseen(code: string): string {
  return code.replaceAll(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A property name as code: bare where it is a whole number; without brackets `__proto__` would set the prototype. */
export function keyCode(key: string): string {
  if (/^(?:0|[1-9]\d{0,8})$/.test(key)) return key
  return key === '__proto__' ? '["__proto__"]' : literal(key)
}

/** Line ends that are none to JSON, and what makes text read otherwise than it is: turned round, or not at all. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** Lines of a doc comment; nothing for no text. Nothing in them ends the comment or speaks to a compiler. */
export function docComment(lines: readonly (string | undefined)[]): string {
  const text = commentText(lines.filter((line) => line !== undefined && line !== '').join('\n'))
  if (text === '') return ''
  const safe = text.split('\n')
  if (safe.length === 1) return `/** ${safe[0]} */\n`
  return `/**\n${safe.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

/** Text as it may stand in a comment. */
export function commentText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(UNSEEN, ' ')
    .replaceAll(CONTROLS, ' ')
    .replaceAll('*/', '*\\/')
    .replaceAll(/@(ts-[a-z])/gi, '@ $1')
}

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u0009\u000b-\u001f]/g

/** The tag that editors strike a name out for; nothing where neither is said. */
export function deprecation(reason: string | undefined, sunset: string | undefined): string | undefined {
  if (reason === undefined && sunset === undefined) return undefined
  return ['@deprecated', reason, sunset && `(goes on ${sunset})`].filter((word) => word !== undefined).join(' ')
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
