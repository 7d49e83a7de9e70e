import type { Emit } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import type { BuildOptions, BuildResult, Engine, GenerateOptions, GenerateResult } from './types.ts'

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
  throw new Error('not yet')
}
