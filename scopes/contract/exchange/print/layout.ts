/** Source code before its line breaks are chosen. */
export type Code = string | readonly Code[] | Block

/** Something in brackets: on one line where it fits, else each item on its own. */
export interface Block {
  readonly open: string
  readonly items: readonly Code[]
  readonly close: string
  /** Always on lines of their own. */
  readonly tall?: boolean
  /** Spaces inside the brackets, as objects have them. */
  readonly airy?: boolean
  /** No commas: statements. */
  readonly bare?: boolean
}

const WIDTH = 100

export function call(name: string, ...items: readonly Code[]): Code {
  const [only] = items
  // `z.object({ … })`: the brackets of a single block are held by it.
  if (items.length === 1 && only !== undefined && isBlock(only)) return [`${name}(`, only, ')']
  return { open: `${name}(`, items, close: ')' }
}

export function object(items: readonly Code[], options: { readonly tall?: boolean } = {}): Code {
  return items.length === 0 ? '{}' : { open: '{', items, close: '}', airy: true, ...options }
}

export function array(items: readonly Code[]): Code {
  return { open: '[', items, close: ']' }
}

/** Code as text, from a column on. */
export function render(code: Code, indent = 0, column = indent): string {
  const flat = flatten(code)
  if (flat !== undefined && column + flat.length <= WIDTH) return flat
  if (typeof code === 'string') return code
  if (!isBlock(code)) return renderAll(code, indent, column)
  const inner = ' '.repeat(indent + 2)
  const lines = code.items.map((item) => `${inner}${render(item, indent + 2)}${code.bare === true ? '' : ','}\n`)
  return `${code.open}\n${lines.join('')}${' '.repeat(indent)}${code.close}`
}

function renderAll(codes: readonly Code[], indent: number, column: number): string {
  let text = ''
  for (const code of codes) {
    const at = text.includes('\n') ? text.length - text.lastIndexOf('\n') - 1 : column + text.length
    text += render(code, indent, at)
  }
  return text
}

/** On one line; undefined where something in it never is. */
function flatten(code: Code): string | undefined {
  if (typeof code === 'string') return code.includes('\n') ? undefined : code
  if (isBlock(code)) {
    if (code.tall === true) return undefined
    const inside = join(code.items.map(flatten), ', ')
    if (inside === undefined) return undefined
    return code.airy === true ? `${code.open} ${inside} ${code.close}` : `${code.open}${inside}${code.close}`
  }
  return join(code.map(flatten), '')
}

function join(texts: readonly (string | undefined)[], between: string): string | undefined {
  return texts.includes(undefined) ? undefined : texts.join(between)
}

function isBlock(code: Code): code is Block {
  return typeof code === 'object' && 'open' in code
}
