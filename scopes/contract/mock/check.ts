import { equal, isObject } from './equal.ts'
import { checkScalar, typeBit } from './check-scalar.ts'
import { fail, type Open, QUIET, type Run, type Seen, type Violation } from './check-run.ts'
import { type ArrayRules, type Node, type ObjectRules, ready } from './node.ts'
import { matches } from './matches.ts'

/** Whether a value satisfies a node. Never laxer than validators of its draft: what passes is handed out as valid. */
export function isValid(node: Node, value: unknown): boolean {
  return check(node, value, QUIET)
}

/** All that is wrong with a value; what is wrong within branches counts as one. */
export function violations(node: Node, value: unknown): Violation[] {
  const found: Violation[] = []
  check(node, value, { found, path: [] })
  return found
}

function check(node: Node, value: unknown, run: Run, seen?: Seen, outer?: Open): boolean {
  for (let open = outer; open !== undefined; open = open.outer) if (open.node === node) return true
  if (node.read !== undefined) ready(node)
  if (node.problem !== undefined) return fail(run, node.problem.keyword, node.problem.message)
  if (node.schema === false) return fail(run, 'false schema', 'nothing is allowed here')
  const evaluates = node.object?.unevaluated !== undefined || node.array?.unevaluated !== undefined
  const mine: Seen | undefined = seen !== undefined || evaluates ? { keys: new Set(), items: new Set() } : undefined
  const all = run.found !== undefined
  let ok = (typeBit(value) & node.types) !== 0 || fail(run, 'type', 'has a type that is not allowed')
  if (ok || all) ok = checkScalar(node, value, run) && ok
  if (ok || all) ok = checkParts(node, value, run, mine) && ok
  if (ok || all) ok = checkBranches(node, value, run, mine, { node, outer }) && ok
  if (evaluates && (ok || all)) ok = checkUnevaluated(node, value, run, mine as Seen) && ok
  if (ok && seen !== undefined && mine !== undefined) merge(seen, mine)
  return ok
}

function checkParts(node: Node, value: unknown, run: Run, seen: Seen | undefined): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return node.array === undefined || checkArray(node.array, value, run, seen)
  return node.object === undefined || checkObject(node.object, value as Record<string, unknown>, run, seen)
}

/** All of a list, or up to the first that fails where nobody wants to know more. */
function every<T>(list: readonly T[], run: Run, holds: (item: T, index: number) => boolean): boolean {
  let ok = true
  for (let index = 0; index < list.length; index++) {
    if (holds(list[index] as T, index)) continue
    ok = false
    if (run.found === undefined) return false
  }
  return ok
}

function below(node: Node, value: unknown, key: string | number, run: Run): boolean {
  if (run.found === undefined) return check(node, value, run)
  run.path.push(key)
  const ok = check(node, value, run)
  run.path.pop()
  return ok
}

function checkArray(rules: ArrayRules, value: readonly unknown[], run: Run, seen: Seen | undefined): boolean {
  const { prefix, rest, contains } = rules
  const all = run.found !== undefined
  let ok = checkCounts(rules, value, run)
  if (ok || all) {
    const items = every(value, run, (item, index) => {
      const part = prefix[index] ?? rest
      if (part !== undefined) seen?.items.add(index)
      return (
        (part === undefined || below(part, item, index, run)) &&
        (rules.every === undefined || below(rules.every, item, index, run))
      )
    })
    ok = items && ok
  }
  if (contains === undefined || (!ok && !all)) return ok
  const found = value.flatMap((item, index) => (check(contains.node, item, QUIET) ? [index] : []))
  for (const index of found) seen?.items.add(index)
  if (found.length < contains.least)
    return fail(run, contains.least === 1 ? 'contains' : 'minContains', `contains fewer than ${contains.least}`)
  return found.length <= contains.most ? ok : fail(run, 'maxContains', `contains more than ${contains.most}`)
}

function checkCounts(rules: ArrayRules, value: readonly unknown[], run: Run): boolean {
  const { minItems = 0, maxItems = Infinity } = rules
  let ok = value.length >= minItems || fail(run, 'minItems', `has fewer than ${minItems} items`)
  ok = (value.length <= maxItems || fail(run, 'maxItems', `has more than ${maxItems} items`)) && ok
  if (rules.unique !== true && rules.repeats !== true) return ok
  const repeats = hasRepeats(value)
  if (rules.unique === true && repeats) return fail(run, 'uniqueItems', 'has an item twice')
  return (rules.repeats !== true || repeats || fail(run, 'not', 'has no item twice')) && ok
}

function hasRepeats(items: readonly unknown[]): boolean {
  const scalars = new Set<unknown>()
  const others: unknown[] = []
  for (const item of items) {
    if (typeof item === 'object' && item !== null) {
      if (others.some((other) => equal(other, item))) return true
      others.push(item)
    } else if (scalars.has(item)) return true
    else scalars.add(item)
  }
  return false
}

function checkObject(rules: ObjectRules, value: Record<string, unknown>, run: Run, seen: Seen | undefined): boolean {
  const keys = Object.keys(value)
  const all = run.found !== undefined
  let ok = checkPresence(rules, value, keys, run)
  if (ok || all) ok = every(keys, run, (key) => checkProperty(rules, key, value[key], run, seen)) && ok
  const { names } = rules
  if (names === undefined || (!ok && !all)) return ok
  return (
    every(
      keys,
      run,
      (key) => check(names, key, QUIET) || fail(run, 'propertyNames', `"${key}" is no name for a property here`),
    ) && ok
  )
}

function checkPresence(rules: ObjectRules, value: Record<string, unknown>, keys: readonly string[], run: Run): boolean {
  const { least = 0, most = Infinity, required } = rules
  if (run.found === undefined) for (const key of required) if (!Object.hasOwn(value, key)) return false
  const has = (key: string): boolean => Object.hasOwn(value, key)
  let ok = keys.length >= least || fail(run, 'minProperties', `has fewer than ${least} properties`)
  ok = (keys.length <= most || fail(run, 'maxProperties', `has more than ${most} properties`)) && ok
  ok = every(required, run, (key) => has(key) || fail(run, 'required', `has no "${key}"`)) && ok
  ok = every(rules.forbidden ?? [], run, (key) => !has(key) || fail(run, 'not', `has "${key}"`)) && ok
  const dependent = every(rules.dependentRequired, run, ([key, needed]) => {
    return !has(key) || needed.every(has) || fail(run, 'dependentRequired', `lacks what "${key}" requires`)
  })
  return dependent && ok
}

function checkProperty(rules: ObjectRules, key: string, value: unknown, run: Run, seen: Seen | undefined): boolean {
  const named = rules.properties.get(key)
  let known = named !== undefined
  let ok = named === undefined || below(named, value, key, run)
  for (const [pattern, part] of rules.patterns) {
    if (!matches(pattern, key)) continue
    known = true
    if (ok || run.found !== undefined) ok = below(part, value, key, run) && ok
  }
  if (!known && rules.rest !== undefined) {
    known = true
    ok =
      rules.rest.schema === false
        ? fail(run, 'additionalProperties', `"${key}" is not allowed`, key)
        : below(rules.rest, value, key, run)
  }
  if (known) seen?.keys.add(key)
  return ok
}

function checkBranches(node: Node, value: unknown, run: Run, seen: Seen | undefined, open: Open): boolean {
  const all = run.found !== undefined
  const holds = (part: Node): boolean => check(part, value, QUIET, seen, open)
  let ok = every(node.all, run, (part) => check(part, value, run, seen, open))
  if (node.any !== undefined && (ok || all)) {
    // With an account of what was looked at, each branch counts.
    const any = seen === undefined ? node.any.some(holds) : node.any.map(holds).includes(true)
    ok = (any || fail(run, 'anyOf', 'matches no branch of anyOf')) && ok
  }
  if (node.one !== undefined && (ok || all)) {
    const count = node.one.reduce((sum, part) => sum + (sum < 2 && holds(part) ? 1 : 0), 0)
    ok =
      (count === 1 || fail(run, 'oneOf', `matches ${count === 0 ? 'no branch' : 'more than one branch'} of oneOf`)) &&
      ok
  }
  if (node.not !== undefined && (ok || all)) {
    ok = (!check(node.not, value, QUIET, undefined, open) || fail(run, 'not', 'matches what it must not')) && ok
  }
  if (node.condition !== undefined && (ok || all)) {
    const branch = holds(node.condition.if) ? node.condition.then : node.condition.else
    ok = (branch === undefined || check(branch, value, run, seen, open)) && ok
  }
  if (node.dependents.length === 0 || !isObject(value)) return ok
  return (
    every(node.dependents, run, ([key, part]) => {
      return !Object.hasOwn(value, key) || check(part, value, run, seen, open)
    }) && ok
  )
}

function checkUnevaluated(node: Node, value: unknown, run: Run, seen: Seen): boolean {
  const keys = node.object?.unevaluated
  const items = node.array?.unevaluated
  if (Array.isArray(value)) {
    if (items === undefined) return true
    return every(value, run, (item, index) => {
      if (seen.items.has(index)) return true
      seen.items.add(index)
      return check(items, item, QUIET) || fail(run, 'unevaluatedItems', 'is an item that is not allowed', index)
    })
  }
  if (keys === undefined || !isObject(value)) return true
  return every(Object.keys(value), run, (key) => {
    if (seen.keys.has(key)) return true
    seen.keys.add(key)
    return check(keys, value[key], QUIET) || fail(run, 'unevaluatedProperties', `"${key}" is not allowed`, key)
  })
}

function merge(into: Seen, from: Seen): void {
  for (const key of from.keys) into.keys.add(key)
  for (const index of from.items) into.items.add(index)
}
