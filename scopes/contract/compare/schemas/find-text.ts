import type { Budget } from './budget.ts'
import { alphabet, type CharacterSet, contains, WORD } from './characters.ts'
import type { Ahead, CompiledPattern, Nfa } from './nfa.ts'

/** What a text has to be: as long as asked, matching all patterns and none of those excluded, and none of the texts. */
export interface TextGoal {
  readonly least: number
  readonly most: number
  readonly matching: readonly CompiledPattern[]
  readonly notMatching: readonly CompiledPattern[]
  readonly excluded: readonly string[]
}

/** How one automaton stands: the states it may be in, or that it has found a match. */
type Standing = readonly number[] | 'found'
type Edge = 'start' | 'end' | 'word' | 'not-word'

/** Where all automata stand together; equal ones are the same object. */
interface Situation {
  readonly standings: readonly Standing[]
  /** The node of the tree of excluded texts; undefined where the text has left it. */
  readonly branch: Branch | undefined
  readonly previous: Edge
}

/** A situation with the way that led to it, one character a step. */
interface Reached {
  readonly situation: Situation
  readonly from?: Reached
  readonly character?: number
}

interface Branch {
  readonly id: number
  readonly next: Map<number, Branch>
  ends: boolean
}

/** Texts that are followed for one step of the budget, once it is known where they lead. */
const FOLLOWED_A_STEP = 32

/**
 * The shortest text that fits; undefined: proven, there is none. The automata are run side by side, breadth first, over
 * one character for each class that they can tell apart.
 */
export function findText(goal: TextGoal, budget: Budget): string | undefined {
  if (goal.least > goal.most) return undefined
  const machine = createMachine(goal, budget)
  const seen = new Set<Situation>()
  let layer: Reached[] = [{ situation: machine.start }]
  let followed = 0
  for (let length = 0; layer.length > 0; length++) {
    followed += layer.length
    if (followed > FOLLOWED_A_STEP) budget.spend(Math.floor(followed / FOLLOWED_A_STEP))
    followed %= FOLLOWED_A_STEP
    if (length >= goal.least) {
      const end = layer.find(({ situation }) => machine.accepts(situation))
      if (end !== undefined) return textOf(end)
    }
    layer = length === goal.most ? [] : following(layer, machine, length + 1 < goal.least ? new Set() : seen)
  }
  return undefined
}

/** Before a text is long enough, a situation may come again; afterwards that leads to nothing new. */
function following(layer: readonly Reached[], machine: Machine, seen: Set<Situation>): Reached[] {
  const next: Reached[] = []
  for (const from of layer) {
    for (const [situation, character] of machine.advance(from.situation)) {
      if (seen.has(situation)) continue
      seen.add(situation)
      next.push({ situation, from, character })
    }
  }
  return next
}

interface Machine {
  readonly start: Situation
  accepts(situation: Situation): boolean
  /** The situations that come next, each with the first character that leads to it. */
  advance(situation: Situation): ReadonlyMap<Situation, number>
}

function createMachine({ matching, notMatching, excluded }: TextGoal, budget: Budget): Machine {
  const groups = [...matching, ...notMatching]
  const nfas = groups.flatMap((group) => group.map(({ nfa }) => nfa))
  const words = nfas.some(({ jumps }) =>
    jumps.some((list) => list.some(({ at }) => at === 'word' || at === 'not-word')),
  )
  const characters = alphabet([...(words ? [WORD] : []), ...setsOf(nfas, excluded)])
  const cost = Math.ceil((characters.length * (nfas.length + 1)) / 4)
  const known = new Map<string, Situation>()
  const advanced = new Map<Situation, ReadonlyMap<Situation, number>>()
  const intern = (situation: Situation): Situation => {
    const key = keyOf(situation)
    const before = known.get(key)
    if (before === undefined) known.set(key, situation)
    return before ?? situation
  }
  const step = ({ standings, branch, previous }: Situation, character: number): Situation => {
    const next = words && contains(WORD, character) ? 'word' : 'not-word'
    const edges = { previous, next, character } as const
    return intern({
      standings: nfas.map((nfa, index) => move(nfa, standings[index] ?? [], edges)),
      branch: branch?.next.get(character),
      previous: next,
    })
  }
  return {
    start: intern({ standings: nfas.map(() => []), branch: treeOf(excluded), previous: 'start' }),
    accepts: ({ standings, branch, previous }) => {
      if (branch?.ends === true) return false
      const found = nfas.map((nfa, index) => isFound(nfa, standings[index] ?? [], { previous, next: 'end' }))
      return groups.every((group, index) => {
        const offset = groups.slice(0, index).flat().length
        return group.every(({ not }, at) => found[offset + at] !== not) === index < matching.length
      })
    },
    advance: (situation) => {
      const before = advanced.get(situation)
      if (before !== undefined) return before
      budget.spend(cost)
      const next = new Map<Situation, number>()
      for (const character of characters) {
        const to = step(situation, character)
        if (!next.has(to)) next.set(to, character)
      }
      advanced.set(situation, next)
      return next
    },
  }
}

function setsOf(nfas: readonly Nfa[], excluded: readonly string[]): CharacterSet[] {
  const taken = nfas.flatMap(({ steps }) => steps.flatMap((list) => list.map(({ set }) => set)))
  const ahead = nfas.flatMap(({ jumps }) =>
    jumps.flatMap((list) => list.flatMap(({ at }) => (isAhead(at) ? [at.set] : []))),
  )
  const sets = new Set([...taken, ...ahead])
  const characters = new Set(excluded.flatMap((text) => [...text].map((character) => character.codePointAt(0) ?? 0)))
  return [...sets, ...[...characters].map((character): CharacterSet => [[character, character]])]
}

function treeOf(texts: readonly string[]): Branch {
  let count = 0
  const branch = (): Branch => ({ id: count++, next: new Map(), ends: false })
  const root = branch()
  for (const text of texts) {
    let at = root
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0
      const next = at.next.get(code) ?? branch()
      at.next.set(code, next)
      at = next
    }
    at.ends = true
  }
  return root
}

interface Edges {
  readonly previous: Edge
  readonly next: Edge
  /** The one that comes next; undefined at the end. */
  readonly character?: number
}

/** A match may begin anywhere, so the first state is always among those it may be in. */
function reached(nfa: Nfa, states: readonly number[], edges: Edges): Set<number> {
  const all = new Set([0, ...states])
  for (const state of all) {
    for (const { to, at } of nfa.jumps[state] ?? []) if (at === undefined || isAt(at, edges)) all.add(to)
  }
  return all
}

function isAhead(at: Edge | Ahead | undefined): at is Ahead {
  return typeof at === 'object'
}

function isAt(edge: Edge | Ahead, { previous, next, character }: Edges): boolean {
  if (isAhead(edge)) return character === undefined ? edge.end : contains(edge.set, character)
  if (edge === 'start') return previous === 'start'
  if (edge === 'end') return next === 'end'
  const boundary = (previous === 'word') !== (next === 'word')
  return boundary === (edge === 'word')
}

function isFound(nfa: Nfa, standing: Standing, edges: Edges): boolean {
  return standing === 'found' || reached(nfa, standing, edges).has(nfa.end)
}

function move(nfa: Nfa, standing: Standing, edges: Edges & { readonly character: number }): Standing {
  if (standing === 'found') return 'found'
  const before = reached(nfa, standing, edges)
  if (before.has(nfa.end)) return 'found'
  const after = new Set<number>()
  for (const state of before) {
    for (const { to, set } of nfa.steps[state] ?? []) if (contains(set, edges.character)) after.add(to)
  }
  return [...after].toSorted((a, b) => a - b)
}

function keyOf({ standings, branch, previous }: Situation): string {
  const states = standings.map((standing) => (standing === 'found' ? '!' : standing.join())).join(';')
  return `${states}|${branch?.id ?? ''}|${previous}`
}

function textOf(end: Reached): string {
  const characters: string[] = []
  for (let at: Reached | undefined = end; at?.character !== undefined; at = at.from) {
    characters.push(String.fromCodePoint(at.character))
  }
  return characters.toReversed().join('')
}
