import type { Node, Part, PartOf } from './node.ts'

/** What is looked for: a value that is valid under some nodes and not under others. */
export interface Goal {
  readonly must: readonly Node[]
  /** Valid under these too, and without undeclared properties where they speak of it. */
  readonly closed: readonly Node[]
  readonly never: readonly Node[]
}

/** `must` and `closed` as in a goal. */
export type Mode = keyof Goal

/** A value, made when it is asked for; or proven that there is none; or what kept that from being known. */
export type Outcome =
  | { readonly kind: 'value'; readonly make: () => unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown'; readonly keyword: string }

export const EMPTY: Outcome = { kind: 'empty' }

export function found(value: unknown): Outcome {
  return { kind: 'value', make: () => value }
}

export function unknown(keyword: string): Outcome {
  return { kind: 'unknown', keyword }
}

/** The first value that an attempt finds; empty only if all are. */
export function firstValue<T>(attempts: Iterable<T>, attempt: (item: T) => Outcome): Outcome {
  let result: Outcome = EMPTY
  for (const item of attempts) {
    const outcome = attempt(item)
    if (outcome.kind === 'value') return outcome
    if (outcome.kind === 'unknown') result = outcome
  }
  return result
}

export const NO_GOAL: Goal = { must: [], closed: [], never: [] }

export function join(goals: readonly Goal[]): Goal {
  return {
    must: goals.flatMap(({ must }) => must),
    closed: goals.flatMap(({ closed }) => closed),
    never: goals.flatMap(({ never }) => never),
  }
}

export function goalOf(mode: Mode, node: Node): Goal {
  return { ...NO_GOAL, [mode]: [node] }
}

/** Conditions on a value of one type that need no further choice. */
export type Atom =
  | { readonly kind: 'part'; readonly part: Part; readonly mode: 'must' | 'closed' }
  | { readonly kind: 'never'; readonly part: PartOf<'pattern' | 'format' | 'multipleOf' | 'unique'> }
  | { readonly kind: 'excludes'; readonly values: readonly unknown[] }
  | { readonly kind: 'absent'; readonly name: string }
  /** The property is there, and so. */
  | { readonly kind: 'has'; readonly name: string; readonly value: Goal }
  /** There is a property of such a name that is so. */
  | { readonly kind: 'some'; readonly name: Goal; readonly value: Goal }
  /** The item is there, and so; or some item from there on is. */
  | { readonly kind: 'at' | 'from'; readonly index: number; readonly value: Goal }

export type AtomOf<K extends Atom['kind']> = Atom & { readonly kind: K }

/** The parts of one kind among the atoms. */
export function partsOfKind<K extends Part['kind']>(atoms: readonly Atom[], ...kinds: readonly K[]): PartOf<K>[] {
  return atoms.flatMap((atom) =>
    atom.kind === 'part' && (kinds as readonly string[]).includes(atom.part.kind) ? [atom.part as PartOf<K>] : [],
  )
}

export function atomsOfKind<K extends Atom['kind']>(atoms: readonly Atom[], ...kinds: readonly K[]): AtomOf<K>[] {
  return atoms.filter((atom): atom is AtomOf<K> => (kinds as readonly string[]).includes(atom.kind))
}

/** The least and the most that size constraints leave. */
export function sizeOf(atoms: readonly Atom[]): { readonly least: number; readonly most: number } {
  return {
    least: Math.max(0, ...partsOfKind(atoms, 'least').map(({ limit }) => limit)),
    most: Math.min(Infinity, ...partsOfKind(atoms, 'most').map(({ limit }) => limit)),
  }
}
