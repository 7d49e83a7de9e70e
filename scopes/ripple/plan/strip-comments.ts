/**
 * JavaScript or declarations without comments (`/// <reference …>` lines kept), blank lines and trailing space: texts
 * that are equal after this mean the same. Where it cannot tell a regular expression from a division the text is
 * answered as it is.
 */
export function stripComments(text: string): string {
  const spans = findComments(text)
  if (spans === undefined) return text
  let result = ''
  let kept = 0
  for (const { start, end } of spans) {
    result += text.slice(kept, start)
    kept = end
  }
  return trimLines(result + text.slice(kept), text.includes('`'))
}

/** White space inside template literals counts. */
function trimLines(text: string, hasTemplates: boolean): string {
  if (hasTemplates) return text
  return text
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim()
}

interface Span {
  readonly start: number
  readonly end: number
}

const TOKEN = /\/\/|\/\*|[/"'`{}]/g

function findComments(text: string): readonly Span[] | undefined {
  const token = new RegExp(TOKEN)
  const spans: Span[] = []
  /** Braces open inside each template literal that is being read. */
  const templates: number[] = []
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const start = match.index
    switch (match[0]) {
      case '//':
      case '/*': {
        const end =
          match[0] === '//' ? endOf(text, '\n', start) : Math.min(endOf(text, '*/', start + 2) + 2, text.length)
        if (!text.startsWith('/// <reference', start)) spans.push({ start, end })
        token.lastIndex = end
        break
      }
      case '/': {
        const isRegExp = startsRegExp(text, start, spans.at(-1))
        if (isRegExp === undefined) return undefined
        if (isRegExp) token.lastIndex = skipRegExp(text, start + 1)
        break
      }
      case '{':
        if (templates.length > 0) templates.push((templates.pop() as number) + 1)
        break
      case '}':
        if (templates.length === 0) break
        if (templates.at(-1) === 0) token.lastIndex = skipTemplate(text, start + 1, templates)
        else templates.push((templates.pop() as number) - 1)
        break
      case '`':
        templates.push(0)
        token.lastIndex = skipTemplate(text, start + 1, templates)
        break
      default:
        token.lastIndex = skipString(text, start + 1, match[0])
    }
  }
  return spans
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found
}

const BEFORE_REGEXP = /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|do|else|await|yield|instanceof)$/

/** Undefined where only a parser could tell. */
function startsRegExp(text: string, at: number, comment: Span | undefined): boolean | undefined {
  let before = text.slice(Math.max(0, at - 400), at).trimEnd()
  if (comment !== undefined && text.slice(comment.end, at).trim() === '') return undefined
  before = before.slice(-16)
  const last = before.at(-1)
  if (last === undefined || /[=(,:;!&|?+\-*%~^<>[{]/.test(last)) return /\+\+$|--$/.test(before) ? undefined : true
  if (/[)}]/.test(last)) return undefined
  if (/[\]"'`]/.test(last)) return false
  return BEFORE_REGEXP.test(before)
}

function skipRegExp(text: string, from: number): number {
  let inClass = false
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at += 1
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) return at + 1
  }
  return text.length
}

function skipString(text: string, from: number, quote: string): number {
  let at = from
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

/** Reads literal text up to the closing backtick, whose entry it takes from `templates`, or up to `${`. */
function skipTemplate(text: string, from: number, templates: number[]): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '`') {
      templates.pop()
      return at + 1
    } else if (text.startsWith('${', at)) return at + 2
  }
  return text.length
}
