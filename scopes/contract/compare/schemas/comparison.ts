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

/** One of the two schemas, as data, as a node and as a validator. */
export interface Side {
  readonly schema: JsonSchema
  readonly defs: Readonly<Record<string, JsonSchema>>
  readonly reader: Reader
  readonly node: Node
  readonly validator: Validator
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
  { policy = 'lenient', timeoutMs = 1000, oldDefs = {}, newDefs = {}, seed = 1 }: CompareSchemasOptions,
): Comparison {
  const nodes = createNodes()
  const [old, now] = [createSide(oldSchema, oldDefs, nodes), createSide(newSchema, newDefs, nodes)]
  const deadline = performance.now() + timeoutMs
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

function createSide(schema: JsonSchema, defs: Side['defs'], nodes: Nodes): Side {
  const modern = modernise(schema)
  const shared = Object.fromEntries(
    Object.entries(reachableDefs(schema, defs)).map(([name, def]) => [name, modernise(def)]),
  )
  const document = createDocument(modern, shared)
  const reader = createReader(document, nodes)
  return {
    ...{ schema: modern, defs: shared, reader },
    node: reader.read(document.root),
    validator: createValidator(modern, shared),
  }
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
