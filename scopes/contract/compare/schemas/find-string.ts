import type { Budget } from './budget.ts'
import { findText, type TextGoal } from './find-text.ts'
import { stringFormat } from './formats.ts'
import { matches } from './evaluate.ts'
import { type Atom, atomsOfKind, EMPTY, found, type Outcome, partsOfKind, sizeOf, unknown } from './goal.ts'
import { mocked } from './mocked.ts'
import { type CompiledPattern, compileNfa, compileSuspect } from './nfa.ts'
import type { PartOf } from './node.ts'
import { Undecided } from './undecided.ts'
import { lengthOf } from './values.ts'

type TextPart = PartOf<'pattern' | 'format'>

interface TextAtoms {
  readonly least: number
  readonly most: number
  readonly must: readonly TextPart[]
  readonly never: readonly TextPart[]
  readonly excluded: readonly string[]
}

/** What automata say of the texts looked for: all of them are so, but where `sure` is missing not only they. */
interface Outline extends TextGoal {
  /** The keyword that automata cannot say, so that every candidate has to be tried. */
  readonly doubt: string | undefined
}

/** Texts longer than this are not written out. */
const LONGEST = 2 ** 20
const MOST_DOUBTFUL = 24
/** Texts that hardly any format takes. */
const ODD = ['(', '[a', '*', ' ', '%', '{', '\\', '::', '#', '~', 'a b', '\n']

/** A text of a length that matches patterns and formats, and not others. */
export function findString(atoms: readonly Atom[], budget: Budget): Outcome {
  const texts = textAtoms(atoms)
  const { least, most } = texts
  if (least > most || isWithinRefused(texts)) return EMPTY
  if (texts.must.length + texts.never.length + texts.excluded.length === 0) return plainText(least, most)
  const outline = outlineOf(texts)
  return outline.doubt === undefined ? sureText(outline, budget) : tryTexts(texts, outline, budget)
}

function textAtoms(atoms: readonly Atom[]): TextAtoms {
  const { least, most } = sizeOf(atoms)
  const must = partsOfKind(atoms, 'pattern', 'format')
  const formats = must.flatMap((part) => (part.kind === 'format' ? [stringFormat(part.name)?.most ?? Infinity] : []))
  const excluded = atomsOfKind(atoms, 'excludes').flatMap(({ values }) => values)
  return {
    least,
    most: Math.min(most, ...formats),
    must,
    never: atomsOfKind(atoms, 'never').flatMap(({ part }) =>
      part.kind === 'pattern' || part.kind === 'format' ? [part] : [],
    ),
    excluded: excluded.filter((value) => typeof value === 'string').filter((text) => lengthOf(text) >= least),
  }
}

/** Whether one of the formats is a kind of one that is refused. */
function isWithinRefused({ must, never }: TextAtoms): boolean {
  const refused = new Set(never.flatMap((part) => (part.kind === 'format' ? [part.name] : [])))
  return must.some(
    (part) => part.kind === 'format' && stringFormat(part.name)?.within?.some((name) => refused.has(name)) === true,
  )
}

function plainText(least: number, most: number): Outcome {
  return {
    kind: 'value',
    make: () => {
      if (least > LONGEST) throw new Undecided('minLength')
      return 'a'.repeat(Math.max(least, Math.min(1, most)))
    },
  }
}

function outlineOf({ must, never, ...rest }: TextAtoms): Outline {
  const [matching, notMatching]: [CompiledPattern[], CompiledPattern[]] = [[], []]
  let doubt: string | undefined
  for (const [parts, compiled, near] of [
    [must, matching, 'wider'],
    [never, notMatching, 'narrower'],
  ] as const) {
    for (const part of parts) {
      const { pattern, exact } = patternOf(part, near)
      const automaton = pattern === undefined ? undefined : compileNfa(pattern)
      const usable = automaton !== undefined && (automaton.exact || near === 'wider')
      if (usable) compiled.push(automaton.pattern)
      if (!usable || !automaton.exact || !exact) doubt = part.kind
    }
  }
  return { ...rest, matching, notMatching, doubt }
}

function patternOf(part: TextPart, near: 'wider' | 'narrower'): { pattern: string | undefined; exact: boolean } {
  if (part.kind === 'pattern') return { pattern: part.source, exact: true }
  const format = stringFormat(part.name)
  return { pattern: format?.exact ?? format?.[near], exact: format?.exact !== undefined }
}

function sureText(outline: Outline, budget: Budget): Outcome {
  const text = findText(outline, budget)
  return text === undefined ? EMPTY : found(text)
}

/** Candidates of the automata, then samples, each tried for real. */
function tryTexts(texts: TextAtoms, outline: Outline, budget: Budget): Outcome {
  const tried: string[] = []
  while (tried.length < MOST_DOUBTFUL) {
    const text = findText({ ...outline, excluded: [...outline.excluded, ...tried] }, budget)
    if (text === undefined && tried.length === 0) return EMPTY
    if (text === undefined) break
    if (fits(text, texts)) return found(text)
    tried.push(text)
  }
  const samples = [...suspectsOf(texts, outline, budget), ...samplesOf(texts)]
  const sample = samples.find((text) => fits(text, texts))
  return sample === undefined ? unknown(outline.doubt ?? 'pattern') : found(sample)
}

/** Texts that are what patterns with look-around mean to refuse. */
function suspectsOf({ never }: TextAtoms, outline: Outline, budget: Budget): string[] {
  return never.flatMap((part) => {
    const suspect = part.kind === 'pattern' ? compileSuspect(part.source) : undefined
    const text = suspect && findText({ ...outline, matching: [...outline.matching, suspect] }, budget)
    return text === undefined ? [] : [text]
  })
}

function fits(text: string, { least, most, must, never, excluded }: TextAtoms): boolean {
  const length = lengthOf(text)
  if (length < least || length > most || excluded.includes(text)) return false
  return must.every((part) => holds(part, text)) && !never.some((part) => holds(part, text))
}

function holds(part: TextPart, text: string): boolean {
  return part.kind === 'pattern' ? matches(part.source, text) : (stringFormat(part.name)?.test(text) ?? true)
}

function samplesOf({ least, most, must }: TextAtoms): string[] {
  const known = must.flatMap((part) => (part.kind === 'format' ? (stringFormat(part.name)?.samples ?? []) : []))
  const schema = {
    type: 'string',
    ...(least > 0 ? { minLength: least } : {}),
    ...(most < Infinity ? { maxLength: most } : {}),
    allOf: must.map((part) => (part.kind === 'pattern' ? { pattern: part.source } : { format: part.name })),
  }
  return [...known, ...ODD, ...[...mocked(schema, { count: 8 })].filter((value) => typeof value === 'string')]
}
