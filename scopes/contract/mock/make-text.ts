import type { Place, Random } from './chance.ts'
import { isObject, lengthOf } from './equal.ts'
import { empty, type Failure, gaveUp } from './failure.ts'
import { formatPattern } from './format-patterns.ts'
import { base64, formatProducer } from './format-values.ts'
import { checkFormat, isKnownFormat } from './formats.ts'
import { matches } from './matches.ts'
import type { TextRules } from './node.ts'
import { type PatternTexts, patternTexts } from './pattern.ts'
import { compilePattern } from './pattern-syntax.ts'
import type { Run, Spot } from './run.ts'
import { descriptionOf, describeString, type Producer, type Source } from './semantic-strings.ts'
import { perShape, type Shape } from './shape.ts'
import type { Window } from './text-walk.ts'

/** What is asked of a text. */
export interface TextPlan extends Window {
  readonly formats: readonly string[]
  readonly patterns: readonly string[]
  /** All patterns at once, those of the formats among them; undefined where that is too much. */
  readonly together: () => PatternTexts | undefined
  readonly notFormats: readonly string[]
  readonly encoded?: Producer
  readonly fits: (text: string) => boolean
  /** A format is all that is asked, and what is drawn for it has it. */
  readonly fitsByFormat: boolean
  /** By name and owner. */
  readonly makers: Map<string, Map<string, TextMaker>>
}

/** Draws from what looks real before a text is put together letter by letter. */
const REAL = 3
const TRIES = 20

/** Makes the texts of one shape under one name. */
export type TextMaker = (run: Run, place: Place, object: Place) => string | Failure

export function makeText(run: Run, shape: Shape, { place, object, name, owner }: Spot): string | Failure {
  return textMaker(shape, name, owner)(run, place, object)
}

/** A text: by format, name and description where they fit, else from its patterns, else words. */
export function textMaker(shape: Shape, name: string, owner: string): TextMaker {
  const plan = textPlan(shape)
  if (!('fits' in plan)) return () => plan
  let byOwner = plan.makers.get(name)
  if (byOwner === undefined) plan.makers.set(name, (byOwner = new Map()))
  let maker = byOwner.get(owner)
  if (maker === undefined) byOwner.set(owner, (maker = createMaker(plan, name, producerOf(plan, shape, name, owner))))
  return maker
}

function createMaker(plan: TextPlan, name: string, producer: Producer | undefined): TextMaker {
  const isFree = plan.patterns.length + plan.formats.length === 0
  return ({ source }, place, object) => {
    source.random.moveTo(place)
    source.place = place
    source.object = object
    source.name = name
    if (producer !== undefined) {
      for (let turn = 0; turn < REAL; turn++) {
        const text = producer(source)
        if (plan.fitsByFormat || plan.fits(text)) return text
      }
    }
    if (isFree) {
      const text = freeText(plan, source)
      if (plan.fits(text)) return text
    }
    return letterByLetter(plan, source.random)
  }
}

function producerOf({ formats, encoded }: TextPlan, shape: Shape, name: string, owner: string): Producer | undefined {
  if (encoded !== undefined) return encoded
  const [format] = formats
  return format === undefined ? describeString(name, owner, descriptionOf(shape)) : formatProducer(format)
}

export const textPlan = perShape(createPlan)

function createPlan({ nodes }: Shape): TextPlan | Failure {
  const rules = nodes.flatMap(({ text }) => (text === undefined ? [] : [text]))
  const texts = (keyword: 'pattern' | 'format' | 'notPattern' | 'notFormat'): string[] => [
    ...new Set(rules.flatMap((rule) => rule[keyword] ?? [])),
  ]
  const least = Math.max(0, ...rules.map(({ minLength = 0 }) => Math.ceil(minLength)))
  const most = Math.min(Infinity, ...rules.map(({ maxLength = Infinity }) => Math.floor(maxLength)))
  if (least > most) return empty('minLength', `at least ${least} and at most ${most} characters`)
  const [patterns, notPatterns] = [texts('pattern'), texts('notPattern')]
  const wrong = patterns.find((pattern) => compilePattern(pattern) === undefined)
  if (wrong !== undefined) return gaveUp('pattern', `/${wrong}/ is no pattern`)
  const isEmpty = patterns.length > 0 && patternTexts({ patterns, notPatterns })?.isEmpty({ least, most })
  if (isEmpty) return empty('pattern', `no text of the lengths allowed matches ${shown(patterns)}`)
  const encoded = nodes.map(({ schema }) => encoding(schema)).find((producer) => producer !== undefined)
  const formats = texts('format').filter(isKnownFormat)
  const known = formats.flatMap((format) => formatPattern(format) ?? [])
  return {
    ...{ least, most, patterns, notFormats: texts('notFormat'), formats },
    together: once(() => patternTexts({ patterns: [...patterns, ...known], notPatterns })),
    ...(encoded === undefined ? {} : { encoded }),
    fits: rules.length === 0 ? () => true : (text) => meets(rules, text),
    fitsByFormat: encoded === undefined && rules.length === 1 && isFormatAlone(rules[0] as TextRules),
    makers: new Map(),
  }
}

function isFormatAlone(rules: TextRules): boolean {
  return rules.format !== undefined && Object.keys(rules).length === 1
}

function once<T>(compute: () => T): () => T {
  let known: { readonly result: T } | undefined
  return () => (known ??= { result: compute() }).result
}

function meets(rules: readonly TextRules[], text: string): boolean {
  for (const rule of rules) if (!meetsOne(rule, text)) return false
  return true
}

function meetsOne(rule: TextRules, text: string): boolean {
  const { minLength = 0, maxLength = Infinity, pattern, format, notPattern, notFormat } = rule
  return (
    ((minLength === 0 && text.length <= maxLength) || isWithin(lengthOf(text), minLength, maxLength)) &&
    (pattern === undefined || matches(pattern, text)) &&
    (format === undefined || checkFormat(format, text)) &&
    (notPattern === undefined || !matches(notPattern, text)) &&
    (notFormat === undefined || !checkFormat(notFormat, text))
  )
}

function isWithin(length: number, least: number, most: number): boolean {
  return length >= least && length <= most
}

/** Bytes as text: of all that the pattern admits, some lengths stand for no bytes. */
function encoding(schema: unknown): Producer | undefined {
  const name = isObject(schema) ? schema['contentEncoding'] : undefined
  const bytes: Producer = ({ words, random }) => base64(words.words(random, 2))
  if (name === 'base64') return bytes
  if (name !== 'base64url') return undefined
  return (source) => bytes(source).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Words, cut or filled up to the length asked for. */
function freeText({ least, most }: TextPlan, source: Source): string {
  const { random, words } = source
  let text = words.words(random, random.int(1, 3))
  if (text.length < least) {
    const chunk = ` ${words.words(random, 12)}`
    text += chunk.repeat(Math.ceil((least - text.length) / chunk.length))
    text = text.slice(0, Math.min(most, least + random.int(0, 8)))
  }
  if (text.length > most) text = text.slice(0, most)
  // A blank at the end looks like a mistake, and is one to those who trim.
  return text.endsWith(' ') ? `${text.slice(0, -1)}e` : text
}

/** From the automaton of all patterns, those of the formats among them. */
function letterByLetter(plan: TextPlan, random: Random): string | Failure {
  const { patterns, formats, notFormats } = plan
  const together = plan.together()
  if (together !== undefined) {
    for (let turn = 0; turn < TRIES; turn++) {
      const text = together.draw(plan, random)
      if (text !== undefined && plan.fits(text)) return text
      if (text === undefined && turn > 2) break
    }
    const other = notFormats.length > 0 ? anyOther(plan, together, random) : undefined
    if (other !== undefined) return other
  }
  const keyword = patterns.length > 0 ? 'pattern' : formats.length > 0 ? 'format' : 'not'
  return gaveUp(keyword, `no text was found for ${shown([...formats, ...patterns])}`)
}

/** A text of no format: what is put in front of one spoils most. */
function anyOther(plan: TextPlan, texts: PatternTexts, random: Random): string | undefined {
  const drawn = Array.from({ length: TRIES }, () => texts.draw(plan, random) ?? '')
  return [...drawn, ' ', '\n', '~', '{', '(', '^', '\\', '%', '-', ' x x ', '(('].find(plan.fits)
}

function shown(texts: readonly string[]): string {
  return texts.map((text) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)).join(', ')
}
