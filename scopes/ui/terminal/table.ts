/** Rows as aligned columns, two spaces between them; the last column is not padded. Colours do not count as width. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = []
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, visibleLength(cell))))
  }
  return rows.map((row) => (indent + row.map((cell, at) => pad(cell, at, row, widths)).join('  ')).trimEnd()).join('\n')
}

function pad(cell: string, at: number, row: readonly string[], widths: readonly number[]): string {
  return at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - visibleLength(cell))
}

/** Length on screen: without the escape sequences of colours. */
export function visibleLength(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
  return text.replace(/\u001b\[[0-9;]*m/g, '').length
}

/** `1 component`, `2 components`; a list stands for how many it holds. */
export function counted(what: number | { readonly length: number }, noun: string): string {
  const count = typeof what === 'number' ? what : what.length
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
