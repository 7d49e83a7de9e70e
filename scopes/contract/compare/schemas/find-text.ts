import type { Budget } from './budget.ts'
import { alphabet, type CharacterSet, contains, WORD } from './characters.ts'
import type { CompiledPattern, Nfa } from './nfa.ts'

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

interface Situation {
  readonly standings: readonly Standing[]
  /** The node of the tree of excluded texts; undefined where the text has left it. */
  readonly branch: Branch | undefined
  readonly previous: Edge
  readonly length: number
  readonly from?: Situation
  readonly character?: number
}

interface Branch {
  readonly id: number
  readonly next: Map<number, Branch>
  ends: boolean
}

/**
 * The shortest text that fits; undefined: proven, there is none. The automata are run side by side, breadth first, over
 * one character for each class that they can tell apart.
 */
export function findText(goal: TextGoal, budget: Budget): string | undefined {
  if (goal.least > goal.most) return undefined
  const machine = createMachine(goal)
  const start: Situation = {
    standings: machine.nfas.map(() => []),
    branch: machine.root,
    previous: 'start',
    length: 0,
  }
  const seen = new Set<string>()
  let layer = [start]
  while (layer.length > 0) {
    const following: Situation[] = []
    for (const situation of layer) {
      budget.spend(machine.cost)
      if (situation.length >= goal.least && machine.accepts(situation)) return textOf(situation)
      if (situation.length === goal.most) continue
      for (const next of machine.advance(situation)) {
        const key = keyOf(next, goal.least)
        if (seen.has(key)) continue
        seen.add(key)
        following.push(next)
      }
    }
    layer = following
  }
  return undefined
}

interface Machine {
  readonly nfas: readonly Nfa[]
  readonly root: Branch
  /** Steps that one situation takes. */
  readonly cost: number
  accepts(situation: Situation): boolean
  advance(situation: Situation): Situation[]
}

function createMachine({ matching, notMatching, excluded }: TextGoal): Machine {
  const groups = [...matching, ...notMatching]
  const nfas = groups.flatMap((group) => group.map(({ nfa }) => nfa))
  const words = nfas.some(({ jumps }) => jumps.some((list) => list.some(({ at }) => at?.endsWith('word'))))
  const characters = alphabet([...(words ? [WORD] : []), ...setsOf(nfas, excluded)])
  const accepts = ({ standings, branch, previous }: Situation): boolean => {
    if (branch?.ends === true) return false
    const found = nfas.map((nfa, index) => isFound(nfa, standings[index] ?? [], { previous, next: 'end' }))
    return groups.every((group, index) => {
      const offset = groups.slice(0, index).flat().length
      return group.every(({ not }, at) => found[offset + at] !== not) === index < matching.length
    })
  }
  const advance = (situation: Situation): Situation[] =>
    characters.map((character) => {
      const next = words && contains(WORD, character) ? 'word' : 'not-word'
      const edges = { previous: situation.previous, next } as const
      return {
        standings: nfas.map((nfa, index) => move(nfa, situation.standings[index] ?? [], { ...edges, character })),
        branch: situation.branch?.next.get(character),
        previous: next,
        length: situation.length + 1,
        from: situation,
        character,
      }
    })
  const cost = Math.ceil((characters.length * (nfas.length + 1)) / 4)
  return { nfas, root: treeOf(excluded), cost, accepts, advance }
}

function setsOf(nfas: readonly Nfa[], excluded: readonly string[]): CharacterSet[] {
  const sets = new Set(nfas.flatMap(({ steps }) => steps.flatMap((list) => list.map(({ set }) => set))))
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
}

/** A match may begin anywhere, so the first state is always among those it may be in. */
function reached(nfa: Nfa, states: readonly number[], edges: Edges): Set<number> {
  const all = new Set([0, ...states])
  for (const state of all) {
    for (const { to, at } of nfa.jumps[state] ?? []) if (at === undefined || isAt(at, edges)) all.add(to)
  }
  return all
}

function isAt(edge: Edge, { previous, next }: Edges): boolean {
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

function keyOf({ standings, branch, previous, length }: Situation, least: number): string {
  const states = standings.map((standing) => (standing === 'found' ? '!' : standing.join())).join(';')
  return `${states}|${branch?.id ?? ''}|${previous}|${Math.min(length, least)}`
}

function textOf(situation: Situation): string {
  const characters: string[] = []
  for (let at: Situation | undefined = situation; at?.character !== undefined; at = at.from) {
    characters.push(String.fromCodePoint(at.character))
  }
  return characters.toReversed().join('')
}
