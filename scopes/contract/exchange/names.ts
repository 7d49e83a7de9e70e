/** Words of any text: `Crème brûlée, 2 x` is `Crème`, `brûlée`, `2`, `x`. */
function words(text: string): readonly string[] {
  return text
    .normalize('NFC')
    .split(/[^\p{L}\p{M}\p{Nd}]+/u)
    .filter((word) => word !== '')
}

/** A name that can be a type: as it stands where it can, else in PascalCase. */
export function typeName(text: string): string {
  if (/^(?!__proto__$)[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u.test(text)) return text
  const name = words(text).map(upperFirst).join('')
  if (name === '') return 'Schema'
  return /^\p{L}/u.test(name) ? name : `Schema${name}`
}

/** A name in camelCase for an operation, a channel or an item; the fallback where no letter is left. */
export function memberName(text: string, fallback: string): string {
  if (/^\p{L}[\p{L}\p{M}\p{Nd}_]*$/u.test(text)) return text
  const [first, ...rest] = words(text)
  if (first === undefined) return fallback
  const lower = /^\p{Lu}+$/u.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1)
  const name = [lower, ...rest.map(upperFirst)].join('')
  return /^\p{L}/u.test(name) ? name : `${fallback}${name}`
}

/** A part of a component's id: lower case, words with hyphens between them. */
export function kebabName(text: string, fallback: string): string {
  const plain = text.normalize('NFKD').replaceAll(/[^\x20-\x7E]/g, '')
  const name = words(plain.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2'))
    .join('-')
    .toLowerCase()
  if (name === '') return fallback
  return /^\d/.test(name) ? `${fallback}-${name}` : name
}

/** Hands out each name once; one that generated code could not tell from another gets a number. */
export interface NameBook {
  take(wanted: string): string
}

export function nameBook(taken: Iterable<string> = []): NameBook {
  const used = new Set([...taken].map(folded))
  return {
    take(wanted) {
      let name = wanted
      for (let count = 2; used.has(folded(name)); count++) name = `${wanted}${count}`
      used.add(folded(name))
      return name
    },
  }
}

/** `get_order` and `getOrder` become one method. */
function folded(name: string): string {
  return words(name.normalize('NFKC')).map(upperFirst).join('')
}

/** `order` is `Order`. */
export function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
