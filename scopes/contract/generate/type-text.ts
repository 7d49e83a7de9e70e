import { compile } from 'json-schema-to-typescript'
import { escapeUnseen, literal } from './names.ts'
import { MARKS, type TypeSchema } from './type-schemas.ts'

const ROOT = 'ROOT__'
/** The library would write other names than these in its own way. */
const NAME = 'NAME__'

/** Declarations of named types, in the order given. One call of the library for all of them: it is the slow part. */
export async function typeText(schemas: ReadonlyMap<string, TypeSchema>): Promise<string> {
  if (schemas.size === 0) return ''
  const items = [...schemas.values()].map((schema, index) => ({ ...schema, title: `${NAME}${index}` }))
  const root = { title: ROOT, type: 'array', items, minItems: items.length, maxItems: items.length }
  const text = await compile(root as Parameters<typeof compile>[0], ROOT, {
    additionalProperties: false,
    bannerComment: '',
    cwd: '/',
    format: false,
  })
  const declarations = new Map(declarationsOf(text))
  return [...schemas.keys()].map((name, index) => declarations.get(index)?.(name) ?? missing(name)).join('\n')
}

/** Each declaration with the comment above it; strings are never split over lines, so a line tells where one begins. */
function declarationsOf(text: string): [number, (name: string) => string][] {
  const starts = new RegExp(`^(?:/\\*\\*\\n(?: \\*(?!/).*\\n)* \\*/\\n)?export (?:type|interface) ${NAME}(\\d+)`, 'gm')
  const found = [...text.matchAll(starts)]
  return found.map((match, index) => {
    const declaration = readonlyText(text.slice(match.index, found[index + 1]?.index ?? text.length))
    const own = new RegExp(`^(export (?:type|interface)) ${NAME}${match[1]}`, 'm')
    return [Number(match[1]), (name) => declaration.replace(own, `$1 ${name}`)]
  })
}

/** Turns marks into `readonly`, and drops what the library says of bounds it was given only for the marks' sake. */
function readonlyText(declaration: string): string {
  const lines = declaration
    .replaceAll(/\{\n\n\}/g, '{}')
    .replaceAll(/^ \* @(?:min|max)Items .*\n/gm, '')
    .replaceAll(/(?: \* ?\n)+ \*\/$/gm, ' */')
    .replaceAll(/^\/\*\*\n \*\/\n/gm, '')
    .replaceAll(/^\/\*\*\n \* (.*)\n \*\/$/gm, '/** $1 */')
    .replaceAll(
      PROPERTY,
      (_match, digits: string) => `readonly ${literal(Buffer.from(digits, 'hex').toString('utf16le'))}`,
    )
    .replaceAll(/^\[k: string\]/gm, 'readonly [k: string]')
  return escapeUnseen(readonlyArrays(lines))
}

const PROPERTY = new RegExp(`^${MARKS.property}([0-9a-f]*)`, 'gm')

/** `[ARRAY__, ...(X)[]]` is `readonly (X)[]`, `[TUPLE__, X]` is `readonly [X]`; comments and strings stay. */
function readonlyArrays(text: string): string {
  const token = new RegExp(
    `/\\*[\\s\\S]*?\\*/|"(?:[^"\\\\]|\\\\.)*"|\\[${MARKS.array}, \\.\\.\\.|\\[${MARKS.tuple}(?:, )?|[\\[\\]]`,
    'g',
  )
  const open: string[] = []
  return text.replace(token, (part) => {
    if (part === ']') return open.pop() === MARKS.array ? '' : part
    if (!part.startsWith('[')) return part
    const mark = part.startsWith(`[${MARKS.array}`)
      ? MARKS.array
      : part.startsWith(`[${MARKS.tuple}`)
        ? MARKS.tuple
        : ''
    open.push(mark)
    return mark === MARKS.array ? 'readonly ' : mark === MARKS.tuple ? 'readonly [' : part
  })
}

function missing(name: string): never {
  throw new Error(`json-schema-to-typescript did not declare ${name}`)
}
