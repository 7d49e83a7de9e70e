import { componentKey, formatId, parseComponentId } from '@tessera/core.model'
import type { Breakage, ScopeEntry } from '@tessera/scope.remote'
import { planRipple, type PlanOptions } from './plan-ripple.ts'
import { runBatch, type Batch, type Progress } from './run-batch.ts'
import { readSince } from './since.ts'
import { surveyScopes, type Survey } from './survey.ts'
import type { PlannedComponent, RippleContext, RippleOptions, RipplePlan, RippleResult } from './types.ts'

const AT_ONCE = 100
/** How often a ripple looks again where somebody else was faster. */
const ROUNDS = 3

/**
 * Brings the components of scopes to the newest of what they depend on and of the contracts they are made from: plan;
 * then in dependency order generate, type-check and test in a capsule, tag and export what passes, record what does not.
 * Two ripples over the same versions make the same objects, so that one that was killed is taken up by the next, and
 * two at once do no harm.
 * @throws TesseraError `UNKNOWN_REMOTE`, `REMOTE_NOT_FOUND`, `INVALID_STATE`, `SCOPE_BUSY`, `SCOPE_NOT_WRITABLE`…
 */
export async function ripple(context: RippleContext, options: RippleOptions): Promise<RippleResult> {
  const plans: PlanOptions = { isNew: readSince(options.since, context.base), retry: options.retry === true }
  const found = await look(context, options, plans)
  const first = found.plan
  for (const diagnostic of first.warnings) context.emit({ type: 'diagnostic', diagnostic })
  if (options.dryRun === true) return resultOf(found.survey, first, { dryRun: true, progress: begin(found.survey) })
  let { survey, plan } = found
  let progress = begin(survey)
  for (let round = 1; ; round++) {
    hold(plan, survey, progress)
    for (const batch of batchesOf(plan, options.atOnce ?? AT_ONCE)) {
      context.signal?.throwIfAborted()
      const ready = withoutWaiting(batch, plan, progress)
      if (ready.length > 0) await runBatch(context, survey, { batch: ready, progress })
    }
    if (progress.overtaken.size === 0 || round === ROUNDS) break
    ;({ survey, plan } = await look(context, options, plans))
    progress = { ...begin(survey), updated: progress.updated }
  }
  return resultOf(survey, first, { dryRun: false, progress })
}

async function look(
  context: RippleContext,
  { scopes }: RippleOptions,
  plans: PlanOptions,
): Promise<{ survey: Survey; plan: RipplePlan }> {
  const survey = await surveyScopes(context, scopes)
  return { survey, plan: planRipple(survey, plans) }
}

function begin({ entries }: Survey): Progress {
  return {
    entries: new Map(entries),
    updated: [],
    broken: [],
    waiting: new Map(),
    unchanged: [],
    overtaken: new Set(),
  }
}

/** What is known to be broken is told again, and not tried again. */
function hold({ components }: RipplePlan, { breakages }: Survey, progress: Progress): void {
  for (const { id, heldBy } of components) {
    if (heldBy === undefined) continue
    const key = keyOf(id)
    if (heldBy === key) progress.broken.push(breakages.get(key) as Breakage)
    else progress.waiting.set(key, heldBy)
  }
}

/** The units of a plan that are to be tried, in slices; a cycle is never cut. */
function batchesOf({ components }: RipplePlan, atOnce: number): readonly Batch[] {
  const batches: Batch[number][][] = []
  const done = new Set<string>()
  let size = atOnce
  for (const component of components) {
    const keys = [keyOf(component.id), ...component.cycle]
    if (component.heldBy !== undefined || keys.some((key) => done.has(key))) continue
    for (const key of keys) done.add(key)
    if (size >= atOnce) {
      batches.push([])
      size = 0
    }
    batches.at(-1)?.push({ keys, level: component.level })
    size += keys.length
  }
  return batches
}

/** Without what stands on something that did not pass in an earlier slice, or that proved to be as it was. */
function withoutWaiting(batch: Batch, { components }: RipplePlan, progress: Progress): Batch {
  const byKey = new Map(components.map((component) => [keyOf(component.id), component]))
  const failed = new Set(progress.broken.map(({ id }) => keyOf(id)))
  return batch.filter(({ keys }) => {
    const after = keys.flatMap((key) => (byKey.get(key) as PlannedComponent).after)
    const by = after.map((key) => (failed.has(key) ? key : progress.waiting.get(key))).find((key) => key !== undefined)
    if (by !== undefined) for (const key of keys) progress.waiting.set(key, by)
    const overtaken = after.some((key) => progress.overtaken.has(key))
    if (overtaken) for (const key of keys) progress.overtaken.add(key)
    return by === undefined && !overtaken
  })
}

function resultOf(
  { entries }: Survey,
  plan: RipplePlan,
  { dryRun, progress }: { readonly dryRun: boolean; readonly progress: Progress },
): RippleResult {
  const now = new Map<string, ScopeEntry>([
    ...entries,
    ...progress.updated.map(({ key, entry }) => [key, entry] as const),
  ])
  const heads = [...now].map(([key, { head }]) => [key, head] as const)
  return {
    dryRun,
    plan,
    updated: progress.updated.map(({ id, from, updates }) => ({ id, from, updates })),
    broken: progress.broken.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    waiting: [...progress.waiting].map(([key, by]) => ({ id: formatId((now.get(key) as ScopeEntry).id), by })),
    unchanged: progress.unchanged.toSorted(),
    overtaken: [...progress.overtaken].toSorted(),
    state: Object.fromEntries(heads.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function keyOf(id: string): string {
  return componentKey(parseComponentId(id))
}
