import type { Alphabet } from './alphabet.ts'
import type { Random } from './chance.ts'
import { type Language, type Term, TooManyTerms } from './language.ts'

/** How many characters a text may have. */
export interface Window {
  readonly least: number
  readonly most: number
}

/** The texts of one term, by length. */
export interface Walk {
  /** The fewest characters a text has; undefined where there is none. */
  readonly shortest: number | undefined
  /** Lengths within a window that texts have, the shorter ones; of an endless set only some. */
  lengths(window: Window): readonly number[]
  /** A text of a length that there is. */
  text(length: number, random: Random): string
}

interface Edge {
  readonly letter: number
  readonly to: Term
}

/** Characters beyond the fewest that texts without an upper end are given. */
const SLACK = 12
const MOST_STATES = 4000
const MOST_STEPS = 400_000

/**
 * Walks the automaton of a term.
 * @throws TooManyTerms where it has too many states
 */
export function createWalk(start: Term, language: Language, alphabet: Alphabet): Walk {
  const edgesOf = createEdges(language, alphabet)
  const sources = sourcesFrom(start, edgesOf)
  const endsIn = createEnds(sources, language)
  const stepAt = createSteps(edgesOf, endsIn, alphabet)
  const shortest = distanceOf(start, sources, language)
  const known = new Map<string, readonly number[]>()
  let last: { readonly window: Window; readonly lengths: readonly number[] } | undefined
  const lengthsOf = ({ least, most }: Window): readonly number[] => {
    if (shortest === undefined || shortest > most) return []
    const from = Math.max(least, shortest)
    const found: number[] = []
    let top = Math.min(most, from + SLACK)
    for (let length = from; length <= top; length++) {
      const states = endsIn(length)
      if (states.size === 0) break
      if (states.has(start)) found.push(length)
      else if (length === top && found.length === 0) top = Math.min(most, top + 1)
    }
    return found
  }
  return {
    shortest,
    lengths: (window) => {
      if (last?.window === window) return last.lengths
      const lengths = computed(known, `${window.least} ${window.most}`, () => lengthsOf(window))
      last = { window, lengths }
      return lengths
    },
    text: (length, random) => spell(stepAt(start, length), stepAt, random),
  }
}

function createEdges({ after, none }: Language, { letters }: Alphabet): (term: Term) => readonly Edge[] {
  const known = new Map<Term, readonly Edge[]>()
  return (term) => {
    let edges = known.get(term)
    if (edges === undefined) {
      edges = letters.map((_, letter) => ({ letter, to: after(term, letter) })).filter(({ to }) => to !== none)
      known.set(term, edges)
    }
    return edges
  }
}

type Sources = ReadonlyMap<Term, ReadonlySet<Term>>

/** Each state that the start leads to, and those that lead to it in one letter. */
function sourcesFrom(start: Term, edgesOf: (term: Term) => readonly Edge[]): Sources {
  const sources = new Map<Term, Set<Term>>([[start, new Set()]])
  const queue = [start]
  for (let term = queue.pop(); term !== undefined; term = queue.pop()) {
    for (const { to } of edgesOf(term)) {
      const known = sources.get(to)
      if (known !== undefined) known.add(term)
      else {
        if (sources.size >= MOST_STATES) throw new TooManyTerms('the pattern has too many states')
        sources.set(to, new Set([term]))
        queue.push(to)
      }
    }
  }
  return sources
}

/** The fewest letters from a state to an end. */
function distanceOf(start: Term, sources: Sources, { isNullable }: Language): number | undefined {
  const seen = new Set<Term>([...sources.keys()].filter(isNullable))
  let border: readonly Term[] = [...seen]
  for (let distance = 0; border.length > 0; distance++) {
    if (seen.has(start)) return distance
    const before = new Set(border.flatMap((term) => [...(sources.get(term) ?? [])]))
    border = [...before].filter((term) => !seen.has(term))
    for (const term of border) seen.add(term)
  }
  return undefined
}

/** The states from which an end is reached in just as many letters. */
type EndsIn = (letters: number) => ReadonlySet<Term>

function createEnds(sources: Sources, { isNullable }: Language): EndsIn {
  const ends: Set<Term>[] = [new Set([...sources.keys()].filter(isNullable))]
  let steps = 0
  return (letters) => {
    while (ends.length <= letters) {
      const before = new Set<Term>()
      for (const term of ends.at(-1) as Set<Term>) for (const source of sources.get(term) ?? []) before.add(source)
      steps += before.size
      if (steps > MOST_STEPS) throw new TooManyTerms('the text that the pattern needs is too long')
      ends.push(before)
    }
    return ends[letters] as Set<Term>
  }
}

/** A state at one place of a text; undefined where it ends. */
interface Step {
  readonly exits: Exits
  readonly left: number
  /** By the index of the target among those of the exits; by need. */
  readonly next: (Step | undefined)[]
}

type StepAt = (term: Term, left: number) => Step | undefined

function createSteps(edgesOf: (term: Term) => readonly Edge[], endsIn: EndsIn, alphabet: Alphabet): StepAt {
  const exitsFrom = createExits(alphabet)
  const known: Map<Term, Step>[] = []
  return (term, left) => {
    if (left === 0) return undefined
    const steps = (known[left] ??= new Map<Term, Step>())
    return computed(steps, term, () => ({ exits: exitsFrom(edgesOf(term), endsIn(left - 1)), left, next: [] }))
  }
}

/** Characters, those that read well first, and for each the index of the target that it leads to. */
interface Exits {
  readonly characters: readonly string[]
  readonly to: readonly number[]
  readonly targets: readonly Term[]
  readonly plain: number
}

/** The exits along those edges whose target is open. */
type ExitsFrom = (edges: readonly Edge[], open: ReadonlySet<Term>) => Exits

/** Along a long text, and in texts of other lengths, the same exits come again and again. */
function createExits(alphabet: Alphabet): ExitsFrom {
  const whole = new Map<readonly Edge[], Exits>()
  const partial = new Map<readonly Edge[], Map<string, Exits>>()
  return (edges, open) => {
    if (edges.every(({ to }) => open.has(to))) return computed(whole, edges, () => exitsOf(edges, alphabet))
    const left = edges.filter(({ to }) => open.has(to))
    const byLetters = computed(partial, edges, () => new Map())
    return computed(byLetters, left.map(({ letter }) => letter).join(), () => exitsOf(left, alphabet))
  }
}

function computed<K, V>(known: Map<K, V>, key: K, compute: () => V): V {
  let value = known.get(key)
  if (value === undefined) known.set(key, (value = compute()))
  return value
}

function exitsOf(edges: readonly Edge[], alphabet: Alphabet): Exits {
  const plain = edges.filter(({ letter }) => isPlain(alphabet, letter))
  const all = [...plain, ...edges.filter((edge) => !plain.includes(edge))]
  const characters = (some: readonly Edge[]): string[] => some.flatMap((edge) => [...charactersOf(alphabet, edge)])
  const targets = [...new Set(all.map(({ to }) => to))]
  return {
    characters: characters(all),
    to: all.flatMap((edge) => charactersOf(alphabet, edge).map(() => targets.indexOf(edge.to))),
    targets,
    plain: characters(plain).length,
  }
}

/** Each character as likely as the next, those that read well in nine of ten cases. */
function spell(start: Step | undefined, stepAt: StepAt, random: Random): string {
  let text = ''
  for (let step = start; step !== undefined;) {
    const { characters, to, targets, plain }: Exits = step.exits
    const readsWell = plain === characters.length || (plain > 0 && random.chance(0.9))
    const at = random.int(0, (readsWell ? plain : characters.length) - 1)
    text += characters[at]
    const target = to[at] as number
    step = step.next[target] ??= stepAt(targets[target] as Term, step.left - 1)
  }
  return text
}

function charactersOf({ letters }: Alphabet, { letter }: Edge): readonly string[] {
  return letters[letter]?.plain ?? []
}

function isPlain({ letters }: Alphabet, letter: number): boolean {
  return /[A-Za-z\d]/.test(letters[letter]?.plain[0] ?? '')
}
