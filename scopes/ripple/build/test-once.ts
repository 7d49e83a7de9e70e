import type { BuildRequest } from './build-once.ts'
import { checkUnits } from './check.ts'
import { issuesOf, openSession } from './session.ts'
import { testAll } from './test-phase.ts'
import type { BuildResult, NodeResult } from './types.ts'

/** Runs what tests are due in a workspace that was just built; nothing is generated. A wave only where some are. */
export async function testOnce({ workspace, options, emit }: BuildRequest): Promise<BuildResult> {
  const started = performance.now()
  const session = await openSession(workspace, options)
  const { signal, jobs, force } = options
  const outcomes = await checkUnits({ ...session, failed: issuesOf(session), jobs, signal, emit: () => {} })
  let began = false
  const tests = await testAll({
    ...session,
    outcomes,
    wants: () => true,
    force,
    signal,
    emit,
    onStart(keys) {
      began = true
      emit({ type: 'wave-start', changed: [], nodes: keys })
    },
  })
  const ran = [...tests].filter(([, outcome]) => !outcome.cached)
  const nodes = ran.map(([key, { counts }]): NodeResult => ({
    key,
    status: counts.failed > 0 ? 'failed' : 'built',
    tests: counts,
  }))
  const failed = nodes.filter((node) => node.status === 'failed').length
  const ms = performance.now() - started
  const counts = {
    built: nodes.length - failed,
    cached: 0,
    unchanged: 0,
    blocked: 0,
    failed,
    untouched: session.all.length - nodes.length,
  }
  if (began) emit({ type: 'wave-end', ok: failed === 0, ms, counts })
  return { ok: failed === 0, nodes, diagnostics: ran.flatMap(([, outcome]) => outcome.diagnostics), ms }
}
