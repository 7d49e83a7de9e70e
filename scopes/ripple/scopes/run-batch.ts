import { formatId, type Diagnostic } from '@tessera/core.model'
import type { Breakage, Remote, ScopeEntry } from '@tessera/scope.remote'
import { breakageOf } from './breakage.ts'
import { inCapsule, type Capsule, type Member } from './capsule.ts'
import { makeUpdates, type MadeUpdate } from './make-updates.ts'
import { updatesOf } from './plan-ripple.ts'
import { pushUpdates } from './push-updates.ts'
import type { Survey } from './survey.ts'
import { tryMembers, type Trial } from './try-batch.ts'
import type { RippleContext } from './types.ts'

/** Where a ripple stands. */
export interface Progress {
  /** As the scopes are now. */
  readonly entries: Map<string, ScopeEntry>
  readonly updated: MadeUpdate[]
  readonly broken: Breakage[]
  /** Key to what it waits for. */
  readonly waiting: Map<string, string>
  readonly unchanged: string[]
  readonly overtaken: Set<string>
}

/** Some units of a plan, dependencies first, with the level of each. */
export type Batch = readonly { readonly keys: readonly string[]; readonly level: number }[]

/** Builds a batch in a capsule, exports what passes level by level, and records what does not. */
export async function runBatch(
  context: RippleContext,
  survey: Survey,
  { batch, progress }: { readonly batch: Batch; readonly progress: Progress },
): Promise<void> {
  const now = { ...survey, entries: progress.entries }
  const { emit, signal } = context
  const units = batch.map(({ keys }) => keys)
  await inCapsule(context, now, units.flat(), async (capsule) => {
    const trials = new Map(await tryMembers({ capsule, units, isBehind: (key) => isBehind(key, now), emit, signal }))
    const made = await makeAll({ capsule, survey: now, trials, batch, progress })
    await exportAll(context, now, { made, batch, progress })
    await record({ capsule, survey: now, trials, progress })
  })
}

/** By what it imports; whether a contract changed anything, its sources tell. */
function isBehind(key: string, { entries, equalParts }: Survey): boolean {
  const entry = entries.get(key) as ScopeEntry
  return updatesOf(entry, entries, equalParts).some(({ id }) => id !== entry.madeFrom)
}

interface Running {
  readonly capsule: Capsule
  readonly survey: Survey
  readonly trials: Map<string, Trial>
  readonly progress: Progress
}

/** New versions of all that passed, each on top of those below it. */
async function makeAll({
  capsule,
  trials,
  batch,
  progress,
}: Running & { readonly batch: Batch }): Promise<readonly MadeUpdate[]> {
  const all: MadeUpdate[] = []
  for (const { keys } of batch) {
    const by = keys.flatMap((key) => refusedBelow(key, { capsule, trials }) ?? [])[0]
    if (by !== undefined) for (const key of keys) trials.set(key, { status: 'waiting', by })
    if (!keys.every((key) => trials.get(key)?.status === 'due')) continue
    const { made, refused } = await makeUpdates({ capsule, entries: progress.entries, unit: keys, trials })
    for (const [key, diagnostics] of refused) trials.set(key, { status: 'failed', diagnostics })
    const first = [...refused.keys()][0]
    if (first !== undefined)
      for (const key of keys) if (!refused.has(key)) trials.set(key, { status: 'waiting', by: first })
    for (const update of made) progress.entries.set(update.key, update.entry)
    all.push(...made)
  }
  return all
}

/** What turned out not to get a version after all, among what a component stands on. */
function refusedBelow(key: string, { capsule, trials }: Pick<Running, 'capsule' | 'trials'>): string | undefined {
  const { entry } = capsule.members.get(key) as Member
  const below = [
    ...entry.dependencies.map(({ scope, name }) => `${scope}/${name}`),
    ...(entry.madeFrom === undefined ? [] : [entry.madeFrom]),
  ]
  for (const other of below) {
    const trial = trials.get(other)
    if (trial?.status === 'failed') return other
    if (trial?.status === 'waiting' && trial.by !== key) return trial.by
  }
  return undefined
}

interface Exporting {
  readonly made: readonly MadeUpdate[]
  readonly batch: Batch
  readonly progress: Progress
}

/** Level by level: whoever reads in between, or after a crash, finds everything that a new version depends on. */
async function exportAll(
  { emit, signal }: RippleContext,
  { remotes }: Survey,
  { made, batch, progress }: Exporting,
): Promise<void> {
  const levelOf = new Map(batch.flatMap(({ keys, level }) => keys.map((key) => [key, level] as const)))
  const byLevel = new Map<number, MadeUpdate[]>()
  for (const update of made) {
    const level = levelOf.get(update.key) as number
    byLevel.set(level, [...(byLevel.get(level) ?? []), update])
  }
  let done = 0
  for (const [, updates] of [...byLevel].toSorted(([a], [b]) => a - b)) {
    signal?.throwIfAborted()
    const ready = updates.filter((update) => !isOnOvertaken(update, progress.overtaken))
    const refused = await pushUpdates(remotes, ready)
    for (const update of updates)
      if (refused.has(update.key) || !ready.includes(update)) progress.overtaken.add(update.key)
    for (const update of ready.filter(({ key }) => !refused.has(key))) {
      progress.updated.push(update)
      emit({ type: 'component', action: 'exported', id: update.id, detail: update.entry.id.scope })
    }
    done += updates.length
    emit({ type: 'progress', task: 'exporting', done, total: made.length })
  }
}

function isOnOvertaken({ entry: { dependencies, madeFrom } }: MadeUpdate, overtaken: ReadonlySet<string>): boolean {
  return overtaken.has(madeFrom ?? '') || dependencies.some(({ scope, name }) => overtaken.has(`${scope}/${name}`))
}

async function record({ capsule, survey, trials, progress }: Running): Promise<void> {
  for (const [key, trial] of trials) {
    const member = capsule.members.get(key) as Member
    if (trial.status === 'failed') await recordBroken({ capsule, survey, progress }, member, trial.diagnostics)
    if (trial.status === 'waiting') progress.waiting.set(key, trial.by)
    if (trial.status !== 'equal') continue
    progress.unchanged.push(key)
    if (survey.breakages.has(key))
      await (survey.remotes.get(member.entry.id.scope) as Remote).setBreakage(member.entry.id, undefined)
  }
}

async function recordBroken(
  { capsule, survey, progress }: Omit<Running, 'trials'>,
  member: Member,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  const { entry } = member
  const updates = updatesOf(entry, survey.entries, survey.equalParts)
  const breakage = await breakageOf(capsule, member, { updates, diagnostics })
  await (survey.remotes.get(entry.id.scope) as Remote).setBreakage(entry.id, breakage)
  progress.broken.push({ ...breakage, id: formatId(entry.id) })
}
