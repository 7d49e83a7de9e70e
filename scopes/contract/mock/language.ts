/**
 * A set of texts over an alphabet of letters, as a regular expression with conjunction and negation. Equal terms are
 * the same object. What may follow a letter is a term again (Brzozowski's derivative), so that terms are the states of
 * an automaton that is built only as far as it is walked.
 */
export interface Term {
  readonly id: number
  readonly kind: 'none' | 'end' | 'set' | 'join' | 'or' | 'and' | 'not' | 'loop' | 'lazy'
  readonly parts: readonly Term[]
  readonly letters: bigint
  readonly min: number
  readonly max: number
  /** Of a lazy term: what it stands for. */
  readonly expand?: () => Term
}

export interface Language {
  readonly none: Term
  /** The empty text. */
  readonly end: Term
  /** Any text. */
  readonly any: Term
  set(letters: bigint): Term
  /** One after the other. */
  join(first: Term, rest: Term): Term
  or(parts: readonly Term[]): Term
  and(parts: readonly Term[]): Term
  not(part: Term): Term
  loop(part: Term, min: number, max: number): Term
  /** A term that may refer to itself; equal keys give the same term. */
  lazy(key: string, expand: () => Term): Term
  /** Whether the empty text is in it. */
  isNullable(term: Term): boolean
  /** What may follow a letter. */
  after(term: Term, letter: number): Term
}

export class TooManyTerms extends Error {
  override readonly name = 'TooManyTerms'
}

const MOST_TERMS = 60_000

type Shape = Omit<Term, 'id'>

export function createLanguage(all: bigint): Language {
  const known = new Map<string, Term>()
  const nullable = new Map<Term, boolean>()
  const follow = new Map<Term, Map<number, Term>>()
  const intern = (key: string, shape: Partial<Shape> & Pick<Term, 'kind'>): Term => {
    const existing = known.get(key)
    if (existing !== undefined) return existing
    if (known.size >= MOST_TERMS) throw new TooManyTerms('the pattern has too many states')
    const term: Term = { id: known.size, parts: [], letters: 0n, min: 0, max: 0, ...shape }
    known.set(key, term)
    return term
  }
  const none = intern('none', { kind: 'none' })
  const end = intern('end', { kind: 'end' })
  const set = (letters: bigint): Term => (letters === 0n ? none : intern(`set ${letters}`, { kind: 'set', letters }))
  const loop = (part: Term, min: number, max: number): Term => {
    if (max === 0 || part === end) return end
    if (part === none) return min === 0 ? end : none
    if (min === 1 && max === 1) return part
    const least = isNullable(part) ? 0 : min
    return intern(`loop ${part.id} ${least} ${max}`, { kind: 'loop', parts: [part], min: least, max })
  }
  const any = loop(set(all), 0, Infinity)
  const join = (first: Term, rest: Term): Term => {
    if (first === none || rest === none) return none
    if (first === end) return rest
    if (rest === end) return first
    if (first === any && rest === any) return any
    if (first.kind === 'join') return join(first.parts[0] as Term, join(first.parts[1] as Term, rest))
    return intern(`join ${first.id} ${rest.id}`, { kind: 'join', parts: [first, rest] })
  }
  const or = (list: readonly Term[]): Term => {
    const parts = flat(list, 'or').filter((part) => part !== none)
    if (parts.includes(any)) return any
    if (parts.length < 2) return parts[0] ?? none
    return intern(`or ${parts.map(({ id }) => id).join(' ')}`, { kind: 'or', parts })
  }
  const and = (list: readonly Term[]): Term => {
    const parts = flat(list, 'and').filter((part) => part !== any)
    if (parts.includes(none)) return none
    if (parts.length < 2) return parts[0] ?? any
    if (parts.includes(end)) return parts.every((part) => isNullable(part)) ? end : none
    return intern(`and ${parts.map(({ id }) => id).join(' ')}`, { kind: 'and', parts })
  }
  const not = (part: Term): Term => {
    if (part === none) return any
    if (part === any) return none
    return part.kind === 'not' ? (part.parts[0] as Term) : intern(`not ${part.id}`, { kind: 'not', parts: [part] })
  }
  const lazy = (key: string, expand: () => Term): Term => intern(`lazy ${key}`, { kind: 'lazy', expand })

  /** Of a term that stands for itself: no, which is the least answer that holds. */
  function isNullable(term: Term): boolean {
    const answer = nullable.get(term)
    if (answer !== undefined) return answer
    if (term.kind === 'lazy') nullable.set(term, false)
    const computed = computeNullable(term)
    nullable.set(term, computed)
    return computed
  }
  function computeNullable(term: Term): boolean {
    switch (term.kind) {
      case 'none':
      case 'set':
        return false
      case 'end':
        return true
      case 'join':
      case 'and':
        return term.parts.every(isNullable)
      case 'or':
        return term.parts.some(isNullable)
      case 'not':
        return !isNullable(term.parts[0] as Term)
      case 'loop':
        return term.min === 0
      case 'lazy':
        return isNullable((term.expand as () => Term)())
    }
  }
  function after(term: Term, letter: number): Term {
    let memo = follow.get(term)
    if (memo === undefined) follow.set(term, (memo = new Map()))
    const answer = memo.get(letter)
    if (answer !== undefined) return answer
    if (term.kind === 'lazy') memo.set(letter, none)
    const computed = derive(term, letter)
    memo.set(letter, computed)
    return computed
  }
  function derive(term: Term, letter: number): Term {
    const [first, rest] = term.parts as [Term, Term]
    switch (term.kind) {
      case 'none':
      case 'end':
        return none
      case 'set':
        return (term.letters >> BigInt(letter)) & 1n ? end : none
      case 'join': {
        const head = join(after(first, letter), rest)
        return isNullable(first) ? or([head, after(rest, letter)]) : head
      }
      case 'or':
        return or(term.parts.map((part) => after(part, letter)))
      case 'and':
        return and(term.parts.map((part) => after(part, letter)))
      case 'not':
        return not(after(first, letter))
      case 'loop':
        return join(after(first, letter), loop(first, Math.max(0, term.min - 1), term.max - 1))
      case 'lazy':
        return after((term.expand as () => Term)(), letter)
    }
  }
  return { none, end, any, set, join, or, and, not, loop, lazy, isNullable, after }
}

function flat(list: readonly Term[], kind: 'or' | 'and'): Term[] {
  const parts = list.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  return [...new Set(parts)].toSorted((a, b) => a.id - b.id)
}
