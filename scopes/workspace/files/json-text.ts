/** Changes a JSON text and keeps its indentation, line ends and last line as they are. */
export function editJson(text: string, change: (value: Record<string, unknown>) => Record<string, unknown>): string {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const value = change(JSON.parse(text.slice(bom.length)) as Record<string, unknown>)
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  '
  const lines = JSON.stringify(value, null, indent) + (/\r?\n$/.exec(text)?.[0] === undefined ? '' : '\n')
  return bom + (text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines)
}

/** JSON as Tessera writes it: two spaces, a line end. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
