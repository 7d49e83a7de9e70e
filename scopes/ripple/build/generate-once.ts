import type { Emit } from '@tessera/core.model'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { contractOf } from '@tessera/ripple.plan'
import type { Evaluator } from './evaluator.ts'
import { generateIn, openSession, warningsOf } from './session.ts'
import { saveState } from './state.ts'
import type { GenerateOptions, GenerateResult } from './types.ts'

export interface GenerateOnceRequest {
  readonly workspace: Workspace
  readonly options: GenerateOptions
  readonly emit: Emit
  readonly evaluator: Evaluator
}

/**
 * The generate phase alone, for what is asked for and the contracts below it. There is no wave to tell findings in: they
 * are in the result only.
 */
export async function generateOnce({
  workspace,
  options,
  emit,
  evaluator,
}: GenerateOnceRequest): Promise<GenerateResult> {
  const started = performance.now()
  const { only, upgrade, overwrite, force, contractTimeoutMs: timeoutMs, signal } = options
  // Asking for a contract asks for its parts, which do not lie below it: all nodes are opened.
  const session = await openSession(workspace, { nodes: options.nodes })
  const wants = wanted(only)
  try {
    const request = { evaluator, wants, upgrade, overwrite, force, timeoutMs, signal, emit }
    const { outcome } = await generateIn(session, workspace, request)
    const lookedAt = new Set([...outcome.executed, ...outcome.written.map((item) => item.key)])
    const diagnostics = [...[...outcome.failed.values()].flat(), ...outcome.warnings, ...warningsOf(session, lookedAt)]
    return { ok: outcome.failed.size === 0, written: outcome.written, diagnostics, ms: performance.now() - started }
  } finally {
    saveState(workspace.root, session.state)
  }
}

function wanted(only: readonly string[] | undefined): (node: WorkspaceNode) => boolean {
  if (only === undefined) return () => true
  const keys = new Set(only)
  return (node) => keys.has(node.key) || keys.has(contractOf(node) ?? '')
}
