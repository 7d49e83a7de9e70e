import type { Diagnostic } from '@tessera/core.model'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { createEvaluator } from './evaluator.ts'
import { generateAll } from './generate-phase.ts'
import type { GeneratedOutput } from './part-files.ts'
import { openSession } from './session.ts'

export interface PreviewOptions {
  readonly nodes?: readonly WorkspaceNode[] | undefined
  /** How long one contract may run, in milliseconds. Default 10,000. */
  readonly contractTimeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What `generate` would write. */
export interface Preview {
  readonly nodes: readonly PreviewedNode[]
  /** What keeps contracts from being evaluated or parts from being generated. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface PreviewedNode {
  readonly key: string
  /** Path within the component to its text; undefined where the file would be removed. */
  readonly files: Readonly<Record<string, string | undefined>>
}

/** Evaluates the contracts whose sources changed, and answers what would be written. Writes nothing to the workspace. */
export async function preview(workspace: Workspace, options: PreviewOptions = {}): Promise<Preview> {
  const session = await openSession(workspace, { nodes: options.nodes })
  const evaluator = createEvaluator()
  const written: PreviewedNode[] = []
  try {
    const { contractTimeoutMs: timeoutMs, signal } = options
    const request = {
      evaluator,
      timeoutMs,
      signal,
      wants: () => true,
      output: memoryOutput(written),
      emit: () => undefined,
    }
    const { failed } = await generateAll({ ...session, ...request })
    return { nodes: written, diagnostics: [...failed.values()].flat() }
  } finally {
    evaluator.close()
  }
}

function memoryOutput(written: PreviewedNode[]): GeneratedOutput {
  return {
    apply({ key, rootDir }, { writes, removes }) {
      const gone = Object.fromEntries(removes.map((path) => [path, undefined]))
      const files = { ...gone, ...writes }
      if (Object.keys(files).length > 0) written.push({ key, files })
      return Object.keys(files).map((path) => `${rootDir}/${path}`)
    },
  }
}
