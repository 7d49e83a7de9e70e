import type { Diagnostic, Emit } from '@tessera/core.model'
import { planWave, toUnits } from '@tessera/ripple.plan'
import type { Unit } from '@tessera/ripple.plan'
import { loadNodes } from '@tessera/workspace.files'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { openCache } from './cache.ts'
import { checkUnits } from './check.ts'
import type { Outcome } from './check.ts'
import { sweepTemporaryDirs } from './home.ts'
import { gatherFacts } from './node-facts.ts'
import { ownKey } from './groups.ts'
import { loadState, saveState } from './state.ts'
import type { BuildOptions, BuildResult, Engine, GenerateOptions, GenerateResult, NodeResult } from './types.ts'
import { findCompiler } from './typescript.ts'
import { wantedNodes } from './wanted.ts'

/** Builds once and ends its child processes. Expected failures are in the result; a bug rejects. */
export async function build(workspace: Workspace, options: BuildOptions, emit: Emit): Promise<BuildResult> {
  const engine = createEngine()
  try {
    return await engine.build(workspace, options, emit)
  } finally {
    await engine.close()
  }
}

/** Evaluates the contracts whose sources changed, and writes `contract.json` and the sources of their parts. */
export async function generate(workspace: Workspace, options: GenerateOptions, emit: Emit): Promise<GenerateResult> {
  const engine = createEngine()
  try {
    return await engine.generate(workspace, options, emit)
  } finally {
    await engine.close()
  }
}

/** An engine that may build many times; `close` it at the end. */
export function createEngine(): Engine {
  return {
    build: async (workspace, options, emit) => buildOnce(workspace, options, emit),
    generate: async () => {
      throw new Error('not yet')
    },
    close: async () => {},
  }
}

async function buildOnce(workspace: Workspace, options: BuildOptions, emit: Emit): Promise<BuildResult> {
  const started = performance.now()
  const { root } = workspace
  sweepTemporaryDirs(root)
  const all = options.nodes ?? (await loadNodes(workspace))
  const nodes = wantedNodes(all, options.only)
  const compiler = findCompiler(root)
  const state = loadState(root)
  const facts = gatherFacts(nodes, { root, compiler, state })
  const units = toUnits(nodes)
  const changed = units
    .filter((unit) => state.units[unit.id]?.own !== ownKey(unit, facts))
    .flatMap((unit) => unit.nodes)
  const wave = planWave(
    nodes,
    changed.map((node) => node.key),
  )
  emit({ type: 'wave-start', changed: wave.changed, nodes: wave.nodes.map((step) => step.key) })
  const failed = issuesOf(nodes)
  const { force, jobs, signal } = options
  let outcomes: ReadonlyMap<string, Outcome>
  try {
    outcomes = await checkUnits({
      root,
      compiler,
      cache: openCache(root),
      state,
      units,
      facts,
      failed,
      force,
      jobs,
      signal,
      emit,
    })
  } finally {
    saveState(root, state)
  }
  return finish({ units, outcomes, started, emit, total: all.length })
}

function issuesOf(nodes: readonly WorkspaceNode[]): ReadonlyMap<string, readonly Diagnostic[]> {
  return new Map(
    nodes
      .filter((node) => node.issues.some((issue) => issue.severity === 'error'))
      .map((node) => [node.key, node.issues] as const),
  )
}

interface Finish {
  readonly units: readonly Unit[]
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly started: number
  readonly emit: Emit
  readonly total: number
}

function finish({ units, outcomes, started, emit, total }: Finish): BuildResult {
  const nodes = units.flatMap((unit): NodeResult[] => {
    const { status, reason, ms, by } = outcomes.get(unit.id) as Outcome
    return unit.nodes.map(({ key }) => ({
      key,
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(ms === undefined ? {} : { ms }),
      ...(by === undefined || status !== 'blocked' ? {} : { by }),
    }))
  })
  const diagnostics = [...new Set([...outcomes.values()].flatMap((outcome) => outcome.diagnostics ?? []))]
  const counts = { built: 0, cached: 0, unchanged: 0, blocked: 0, failed: 0, untouched: total - nodes.length }
  for (const { status } of nodes) if (status !== 'queued' && status !== 'running') counts[status] += 1
  const ok = counts.failed === 0 && counts.blocked === 0
  const ms = performance.now() - started
  emit({ type: 'wave-end', ok, ms, counts })
  return { ok, nodes, diagnostics, ms }
}
