/** Words of any text, without accents: `Crème brûlée` is `Creme`, `brulee`. */
function words(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
}

/** A name that can be a type: as it stands where it can, else in PascalCase. */
export function typeName(text: string): string {
  if (/^[A-Za-z_]\w*$/.test(text)) return text
  const name = words(text).map(upperFirst).join('')
  if (name === '') return 'Schema'
  return /^\d/.test(name) ? `Schema${name}` : name
}

/** A name in camelCase for an operation, a channel or an item; the fallback where no letter is left. */
export function memberName(text: string, fallback: string): string {
  if (/^[A-Za-z]\w*$/.test(text)) return text
  const [first, ...rest] = words(text)
  if (first === undefined) return fallback
  const lower = /^[A-Z]+$/.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1)
  const name = [lower, ...rest.map(upperFirst)].join('')
  return /^\d/.test(name) ? `${fallback}${name}` : name
}

/** A part of a component's id: lower case, words with hyphens between them. */
export function kebabName(text: string, fallback: string): string {
  const name = words(text.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2'))
    .join('-')
    .toLowerCase()
  if (name === '') return fallback
  return /^\d/.test(name) ? `${fallback}-${name}` : name
}

/** Hands out each name once; a taken one gets a number. */
export interface NameBook {
  take(wanted: string): string
}

export function nameBook(taken: Iterable<string> = []): NameBook {
  const used = new Set(taken)
  return {
    take(wanted) {
      let name = wanted
      for (let count = 2; used.has(name); count++) name = `${wanted}${count}`
      used.add(name)
      return name
    },
  }
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
