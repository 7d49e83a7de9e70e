import type { JsonSchema } from '@tessera/contract.define/document'
import { createBudget } from './budget.ts'
import { createDocument } from './document.ts'
import { type Goal, type Mode, NO_GOAL, type Outcome, unknown } from './goal.ts'
import { modernise } from './modernise.ts'
import type { Node } from './node.ts'
import { createNodes, type Nodes } from './nodes.ts'
import { reachableDefs } from './reachable-defs.ts'
import { createReader, type Reader } from './read-schema.ts'
import { createSolver, reaches } from './solve.ts'
import type { CompareSchemasOptions } from './types.ts'
import { Undecided } from './undecided.ts'
import { createValidator, type Validator } from './validator.ts'

type Defs = Readonly<Record<string, JsonSchema>>

/** A schema in the words of today, with what it refers to, and as a validator. */
export interface Prepared {
  readonly schema: JsonSchema
  readonly defs: Defs
  readonly validator: Validator
}

/** Prepares a schema; each only once, for it is compared in both directions. */
export type Prepare = (schema: JsonSchema, defs: Defs) => Prepared

/** One of the two schemas, as data, as a node and as a validator. */
export interface Side extends Prepared {
  readonly reader: Reader
  readonly node: Node
}

/** Two schemas being compared. */
export interface Comparison {
  readonly old: Side
  readonly now: Side
  readonly nodes: Nodes
  readonly seed: number
  readonly deadline: number
  /** A value that the policy admits under the old schema and that is not valid under the node. */
  refute(node: Node): Outcome
  /** Whether a value is one that the change breaks, checked by ajv; undefined where ajv cannot say. */
  isBroken(value: unknown): boolean | undefined
}

export function createComparison(
  oldSchema: JsonSchema,
  newSchema: JsonSchema,
  { policy = 'lenient', timeoutMs = 1000, oldDefs = NO_DEFS, newDefs = NO_DEFS, seed = 1 }: CompareSchemasOptions,
  prepare: Prepare = createPrepare(),
): Comparison {
  const deadline = performance.now() + timeoutMs
  const nodes = createNodes()
  const [old, now] = [createSide(prepare(oldSchema, oldDefs), nodes), createSide(prepare(newSchema, newDefs), nodes)]
  const solver = createSolver(nodes, createBudget(timeoutMs))
  const mode: Mode = policy === 'lenient' ? 'closed' : 'must'
  const against = (node: Node): Goal => ({ ...NO_GOAL, [mode]: [old.node], never: [node] })
  const admitted: Goal = { ...NO_GOAL, [mode]: [old.node] }
  return {
    ...{ old, now, nodes, seed, deadline },
    refute: (node) => guarded(() => solver.solve(against(node))),
    isBroken: (value) => {
      const [before, after] = [old.validator(value), now.validator(value)]
      if (before === undefined || after === undefined) return undefined
      if (!before || after) return false
      return policy === 'strict' || isAdmittedBy(admitted, value)
    },
  }
}

const NO_DEFS: Defs = {}

export function createPrepare(): Prepare {
  const known = new Map<Defs, Map<JsonSchema, Prepared>>()
  return (schema, defs) => {
    const ofDefs = known.get(defs) ?? new Map<JsonSchema, Prepared>()
    known.set(defs, ofDefs)
    const prepared = ofDefs.get(schema) ?? prepareAnew(schema, defs)
    ofDefs.set(schema, prepared)
    return prepared
  }
}

function prepareAnew(schema: JsonSchema, defs: Defs): Prepared {
  const modern = modernise(schema)
  const shared = Object.fromEntries(
    Object.entries(reachableDefs(schema, defs)).map(([name, def]) => [name, modernise(def)]),
  )
  return { schema: modern, defs: shared, validator: createValidator(modern, shared) }
}

function createSide(prepared: Prepared, nodes: Nodes): Side {
  const document = createDocument(prepared.schema, prepared.defs)
  const reader = createReader(document, nodes)
  return { ...prepared, reader, node: reader.read(document.root) }
}

function isAdmittedBy(goal: Goal, value: unknown): boolean | undefined {
  try {
    return reaches(goal, value)
  } catch (error) {
    if (error instanceof Undecided) return undefined
    throw error
  }
}

function guarded(run: () => Outcome): Outcome {
  try {
    return run()
  } catch (error) {
    if (error instanceof Undecided) return unknown(error.keyword)
    if (error instanceof RangeError) return unknown('nesting')
    throw error
  }
}
