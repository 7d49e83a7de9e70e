import { createHeights } from './height.ts'
import type { Create } from './negate.ts'
import type { Node } from './node.ts'
import { createReader, type Reader } from './read-node.ts'
import { createRegistry } from './registry.ts'
import { createShapes, type Shapes } from './shape.ts'
import type { JsonSchema } from './types.ts'

/** A schema, read once: what values are made with. */
export interface Plan {
  readonly root: Node
  /** The same as ajv reads it, where that strays from the draft. */
  readonly asAjv?: Node
  readonly shapes: Shapes
  readonly create: Create
  readonly heightOf: (node: Node) => number
  /** The same where what stands beside `$ref` counts for nothing; only where that makes a difference. */
  readonly bare?: Plan | undefined
}

type Defs = Readonly<Record<string, JsonSchema>>

/** By identity: a schema must not be changed once it has been used. */
const plans = new WeakMap<Defs, Known>()
interface Known {
  readonly bySchema: WeakMap<object, Plan>
  readonly byRef: Map<string, Plan>
  readonly byBoolean: Map<boolean, Plan>
}
const NO_DEFS: Defs = {}

/** The plan of a schema, made on its first use. */
export function planFor(schema: JsonSchema, defs: Defs = NO_DEFS): Plan {
  let known = plans.get(defs)
  if (known === undefined)
    plans.set(defs, (known = { bySchema: new WeakMap(), byRef: new Map(), byBoolean: new Map() }))
  if (typeof schema === 'boolean') {
    const plan = known.byBoolean.get(schema) ?? createPlan(schema, defs)
    known.byBoolean.set(schema, plan)
    return plan
  }
  const ref = defs === NO_DEFS ? undefined : bareRef(schema)
  let plan = known.bySchema.get(schema) ?? (ref === undefined ? undefined : known.byRef.get(ref))
  if (plan !== undefined) return plan
  plan = createPlan(schema, defs)
  if (ref === undefined) known.bySchema.set(schema, plan)
  else known.byRef.set(ref, plan)
  return plan
}

/** Generated factories write `{ $ref }` anew at each call. */
function bareRef(schema: Readonly<Record<string, unknown>>): string | undefined {
  const { $ref } = schema
  return typeof $ref === 'string' && Object.keys(schema).length === 1 ? $ref : undefined
}

function createPlan(schema: JsonSchema, defs: Defs): Plan {
  const registry = createRegistry(schema, defs)
  const reader = createReader(registry, true)
  return {
    ...planOf(reader),
    get bare() {
      return reader.sawSiblings && isOld(schema) ? planOf(createReader(registry, false)) : undefined
    },
  }
}

function planOf({ root, asAjv, create }: Reader): Plan {
  const plan = { root, create, shapes: createShapes(create), heightOf: createHeights() }
  return asAjv === undefined ? plan : { ...plan, asAjv }
}

function isOld(schema: JsonSchema): boolean {
  return typeof schema === 'object' && /draft-0[3-7]/.test(String(schema['$schema'] ?? ''))
}
