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
  const ways = new Map<number, readonly Step[]>()
  const known = new Map<string, readonly number[]>()
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
      const key = `${window.least} ${window.most}`
      let lengths = known.get(key)
      if (lengths === undefined) known.set(key, (lengths = lengthsOf(window)))
      return lengths
    },
    text: (length, random) => {
      let way = ways.get(length)
      if (way === undefined) {
        ways.set(length, (way = stepsOf(backwards(length, layer, language, edgesOf), edgesOf, alphabet)))
      }
      return spell(start, way, random, alphabet)
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

/** For each state at one place of a text, the letters that lead on. */
type Step = ReadonlyMap<Term, { readonly open: Choice; readonly plain: Choice }>

/** Edges by the number of characters that they and those before them have. */
interface Choice {
  readonly edges: readonly Edge[]
  readonly ends: readonly number[]
}

function stepsOf(
  way: readonly Set<Term>[],
  edgesOf: (term: Term) => readonly Edge[],
  alphabet: Alphabet,
): readonly Step[] {
  return way.slice(1).map((next, at) => {
    const terms = [...(way[at] as Set<Term>)]
    return new Map(
      terms.map((term) => {
        const open = edgesOf(term).filter(({ to }) => next.has(to))
        const plain = open.filter(({ letter }) => isPlain(alphabet, letter))
        return [term, { open: choiceOf(open, alphabet), plain: choiceOf(plain, alphabet) }]
      }),
    )
  })
}

function choiceOf(edges: readonly Edge[], alphabet: Alphabet): Choice {
  let sum = 0
  return { edges, ends: edges.map((edge) => (sum += charactersOf(alphabet, edge).length)) }
}

function spell(start: Term, steps: readonly Step[], random: Random, alphabet: Alphabet): string {
  let text = ''
  let term = start
  for (const step of steps) {
    const { open, plain } = step.get(term) as { readonly open: Choice; readonly plain: Choice }
    const edge = pickEdge(plain.edges.length > 0 && random.chance(0.9) ? plain : open, random)
    text += random.pick(charactersOf(alphabet, edge))
    term = edge.to
  }
  return text
}

/** Each character as likely as the next, however many letters they are spread over. */
function pickEdge({ edges, ends }: Choice, random: Random): Edge {
  const at = random.int(1, ends.at(-1) ?? 0)
  return edges[ends.findIndex((end) => at <= end)] as Edge
}

function charactersOf({ letters }: Alphabet, { letter }: Edge): readonly string[] {
  return letters[letter]?.plain ?? []
}

function isPlain({ letters }: Alphabet, letter: number): boolean {
  return /[A-Za-z\d]/.test(letters[letter]?.plain[0] ?? '')
}
