/** The words of a property name, in lower case: `unitPriceEUR` is `unit price eur`. */
export function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/[^A-Za-z\d]+/g, ' ')
    .trim()
    .toLowerCase()
}

/** A plural in the singular, as far as names go: the items of `cities` are each a `city`. */
export function singular(words: string): string {
  if (/(?:ss|us|is|address|status)$/.test(words)) return words
  return words
    .replace(/ies$/, 'y')
    .replace(/(x|ch|sh|ss)es$/, '$1')
    .replace(/s$/, '')
}
