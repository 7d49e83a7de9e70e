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
  const distances = measure(start, language, edgesOf)
  const shortest = distances.get(start)
  const layers: Set<Term>[] = [new Set([start])]
  const alive = (term: Term): boolean => distances.has(term)
  let steps = 0
  const layer = (at: number): Set<Term> => {
    while (layers.length <= at) {
      const previous = layers.at(-1) as Set<Term>
      const next = new Set<Term>()
      for (const term of previous) for (const { to } of edgesOf(term)) if (alive(to)) next.add(to)
      steps += next.size
      if (steps > MOST_STEPS) throw new TooManyTerms('the text that the pattern needs is too long')
      layers.push(next)
    }
    return layers[at] as Set<Term>
  }
  const ways = new Map<number, Step | undefined>()
  const known = new Map<string, readonly number[]>()
  let last: { readonly window: Window; readonly lengths: readonly number[] } | undefined
  const lengthsOf = ({ least, most }: Window): readonly number[] => {
    if (shortest === undefined || shortest > most) return []
    const from = Math.max(least, shortest)
    const found: number[] = []
    let top = Math.min(most, from + SLACK)
    for (let length = from; length <= top; length++) {
      const states = layer(length)
      if (states.size === 0) break
      if ([...states].some(language.isNullable)) found.push(length)
      else if (length === top && found.length === 0) top = Math.min(most, top + 1)
    }
    return found
  }
  return {
    shortest,
    lengths: (window) => {
      if (last?.window === window) return last.lengths
      const key = `${window.least} ${window.most}`
      let lengths = known.get(key)
      if (lengths === undefined) known.set(key, (lengths = lengthsOf(window)))
      last = { window, lengths }
      return lengths
    },
    text: (length, random) => {
      let way = ways.get(length)
      if (way === undefined && !ways.has(length)) {
        way = stepsOf(start, backwards(length, layer, language, edgesOf), edgesOf, alphabet)
        ways.set(length, way)
      }
      return spell(way, random)
    },
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

/** For each state, the fewest letters to an end. States without one are not there. */
function measure(start: Term, language: Language, edgesOf: (term: Term) => readonly Edge[]): ReadonlyMap<Term, number> {
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
  const distances = new Map<Term, number>()
  let border = [...sources.keys()].filter(language.isNullable)
  for (let distance = 0; border.length > 0; distance++) {
    for (const term of border) distances.set(term, distance)
    const next = new Set(border.flatMap((term) => [...(sources.get(term) ?? [])]))
    border = [...next].filter((term) => !distances.has(term))
  }
  return distances
}

/** For each number of letters written, the states from which the end is reached with the rest. */
function backwards(
  length: number,
  layer: (at: number) => Set<Term>,
  language: Language,
  edgesOf: (term: Term) => readonly Edge[],
): Set<Term>[] {
  const way: Set<Term>[] = []
  way[length] = new Set([...layer(length)].filter(language.isNullable))
  for (let at = length - 1; at >= 0; at--) {
    const next = way[at + 1] as Set<Term>
    way[at] = new Set([...layer(at)].filter((term) => edgesOf(term).some(({ to }) => next.has(to))))
  }
  return way
}

/** A state at one place of a text. */
interface Step {
  readonly exits: Exits
  /** By the index of the target among those of the exits. */
  readonly next: readonly (Step | undefined)[]
}

/** Characters, those that read well first, and for each the index of the target that it leads to. */
interface Exits {
  readonly characters: readonly string[]
  readonly to: readonly number[]
  readonly targets: readonly Term[]
  readonly plain: number
}

function stepsOf(
  start: Term,
  way: readonly Set<Term>[],
  edgesOf: (term: Term) => readonly Edge[],
  alphabet: Alphabet,
): Step | undefined {
  // Along a long text the same exits come again and again.
  const known = new Map<readonly Edge[], Exits>()
  let after: ReadonlyMap<Term, Step | undefined> = new Map([...(way.at(-1) ?? [])].map((term) => [term, undefined]))
  for (let at = way.length - 2; at >= 0; at--) {
    const next = after
    const exitsFrom = (edges: readonly Edge[]): Exits => {
      if (!edges.every(({ to }) => next.has(to)))
        return exitsOf(
          edges.filter(({ to }) => next.has(to)),
          alphabet,
        )
      let exits = known.get(edges)
      if (exits === undefined) known.set(edges, (exits = exitsOf(edges, alphabet)))
      return exits
    }
    const stepOf = (term: Term): Step => {
      const exits = exitsFrom(edgesOf(term))
      return { exits, next: exits.targets.map((target) => next.get(target)) }
    }
    after = new Map([...(way[at] as Set<Term>)].map((term) => [term, stepOf(term)]))
  }
  return after.get(start)
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
function spell(start: Step | undefined, random: Random): string {
  let text = ''
  for (let step = start; step !== undefined;) {
    const { characters, to, plain }: Exits = step.exits
    const readsWell = plain === characters.length || (plain > 0 && random.chance(0.9))
    const at = random.int(0, (readsWell ? plain : characters.length) - 1)
    text += characters[at]
    step = step.next[to[at] as number]
  }
  return text
}

function charactersOf({ letters }: Alphabet, { letter }: Edge): readonly string[] {
  return letters[letter]?.plain ?? []
}

function isPlain({ letters }: Alphabet, letter: number): boolean {
  return /[A-Za-z\d]/.test(letters[letter]?.plain[0] ?? '')
}
