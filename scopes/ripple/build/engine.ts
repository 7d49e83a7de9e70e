import type { Emit } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import { buildOnce } from './build-once.ts'
import { createEvaluator } from './evaluator.ts'
import { generateOnce } from './generate-once.ts'
import { testOnce } from './test-once.ts'
import { warmUp } from './warm-up.ts'
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

/** An engine that may build many times, one after the other; `close` it at the end. */
export function createEngine(): Engine {
  const evaluator = createEvaluator()
  return {
    build: (workspace, options, emit) => buildOnce({ workspace, options, emit, evaluator }),
    test: (workspace, options, emit) => testOnce({ workspace, options, emit, evaluator }),
    generate: (workspace, options, emit) => generateOnce({ workspace, options, emit, evaluator }),
    warm: (workspace, signal) => warmUp(workspace, evaluator, signal),
    async close() {
      evaluator.close()
    },
  }
}
