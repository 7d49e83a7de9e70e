import type { Diagnostic, Emit } from '@tessera/core.model'
import { planWave } from '@tessera/ripple.plan'
import type { Wave } from '@tessera/ripple.plan'
import type { Workspace } from '@tessera/workspace.files'
import { checkUnits } from './check.ts'
import type { Outcome } from './check.ts'
import type { Evaluator } from './evaluator.ts'
import { generateIn, issuesOf, openSession, warningsOf } from './session.ts'
import type { Session } from './session.ts'
import { saveState } from './state.ts'
import { sweepCache } from './sweep-cache.ts'
import { testFiles } from './test-keys.ts'
import { testAll } from './test-phase.ts'
import type { TestOutcome } from './test-phase.ts'
import type { BuildOptions, BuildResult, NodeResult } from './types.ts'

export interface BuildRequest {
  readonly workspace: Workspace
  readonly options: BuildOptions
  readonly emit: Emit
  readonly evaluator: Evaluator
}

/** Generates, checks, and tests where asked to, what is not known to be good. */
export async function buildOnce(request: BuildRequest): Promise<BuildResult> {
  const started = performance.now()
  const { workspace, options, emit } = request
  const first = await openSession(workspace, options)
  announceWave(first, request)
  const { session, outcomes, failed, warnings } = await generateAndCheck(first, request)
  const tests = options.test === true ? await runTests(session, outcomes, request) : new Map<string, TestOutcome>()
  const nodes = results(session, outcomes, tests)
  const found = [...outcomes.values()].flatMap((outcome) => outcome.diagnostics ?? [])
  const tested = [...tests.values()].flatMap((outcome) => outcome.diagnostics)
  const diagnostics = [...new Set([...[...failed.values()].flat(), ...found, ...warnings, ...tested])]
  const counts = count(session, nodes)
  const ok = counts.failed === 0 && counts.blocked === 0
  const ms = performance.now() - started
  emit({ type: 'wave-end', ok, ms, counts })
  return { ok, nodes, diagnostics, ms }
}

/** Above that, work that may turn out to be needless costs more time than a second run of the compiler. */
const EAGER_LIMIT = 50

function waveOf(session: Session): Wave {
  const nodes = session.units.flatMap((unit) => unit.nodes)
  return planWave(nodes, [...session.changed])
}

/** What a change may reach; where tests are wanted, those of other nodes may be due as well. */
function announceWave(session: Session, { options, emit }: BuildRequest): void {
  const wave = waveOf(session)
  const reached = new Set(wave.nodes.map((step) => step.key))
  const nodes = session.units.flatMap((unit) => unit.nodes)
  const tested =
    options.test === true && wave.changed.length > 0 ? nodes.filter((node) => testFiles(node).length > 0) : []
  emit({ type: 'wave-start', changed: wave.changed, nodes: [...reached].concat(tested.map((node) => node.key)) })
}

interface Checked {
  readonly session: Session
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly failed: ReadonlyMap<string, readonly Diagnostic[]>
  readonly warnings: readonly Diagnostic[]
}

async function generateAndCheck(
  first: Session,
  { workspace, options, emit, evaluator }: BuildRequest,
): Promise<Checked> {
  const { only, force, jobs, signal } = options
  try {
    const { session, outcome } = await generateIn(first, workspace, {
      only,
      evaluator,
      wants: () => true,
      force,
      timeoutMs: options.contractTimeoutMs,
      signal,
      emit,
    })
    const failed = new Map([...issuesOf(session), ...outcome.failed])
    const eager = options.eager === true && waveOf(session).nodes.length <= EAGER_LIMIT
    const outcomes = await checkUnits({ ...session, failed, force, eager, jobs, signal, emit })
    const lookedAt = new Set([...outcome.executed, ...keysLookedAt(session, outcomes)])
    const warnings = [...outcome.warnings, ...warningsOf(session, lookedAt)]
    for (const diagnostic of warnings) emit({ type: 'diagnostic', diagnostic })
    return { session, outcomes, failed, warnings }
  } finally {
    saveState(first.root, first.state)
    sweepCache(first.root)
  }
}

function keysLookedAt(session: Session, outcomes: ReadonlyMap<string, Outcome>): readonly string[] {
  const units = session.units.filter((unit) => outcomes.get(unit.id)?.status !== 'untouched')
  return units.flatMap((unit) => unit.nodes.map((node) => node.key))
}

async function runTests(
  session: Session,
  outcomes: ReadonlyMap<string, Outcome>,
  { options, emit }: BuildRequest,
): Promise<ReadonlyMap<string, TestOutcome>> {
  const asked = options.only === undefined ? undefined : new Set(options.only)
  const wants = ({ key }: { key: string }): boolean => asked?.has(key) !== false
  return testAll({ ...session, outcomes, wants, force: options.force, signal: options.signal, emit })
}

function results(
  session: Session,
  outcomes: ReadonlyMap<string, Outcome>,
  tests: ReadonlyMap<string, TestOutcome>,
): readonly NodeResult[] {
  return session.units.flatMap((unit) => {
    const { status, reason, ms, by } = outcomes.get(unit.id) as Outcome
    return unit.nodes.map(({ key }): NodeResult => {
      const tested = tests.get(key)
      return {
        key,
        status: tested !== undefined && tested.counts.failed > 0 ? 'failed' : status,
        ...(reason === undefined ? {} : { reason }),
        ...(ms === undefined ? {} : { ms }),
        ...(by === undefined || status !== 'blocked' ? {} : { by }),
        ...(tested === undefined ? {} : { tests: tested.counts }),
      }
    })
  })
}

function count(session: Session, nodes: readonly NodeResult[]) {
  const untouched = session.all.length - nodes.length
  const counts = { built: 0, cached: 0, unchanged: 0, blocked: 0, failed: 0, untouched }
  for (const { status } of nodes) if (status !== 'queued' && status !== 'running') counts[status] += 1
  return counts
}
