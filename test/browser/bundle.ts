import { rolldown } from 'rolldown'

export interface Bundle {
  readonly code: string
  /** Modules that are not part of it, and would be loaded besides. */
  readonly imports: readonly string[]
}

/** One script of an entry and all that it imports, resolved from the folder it stands in. `name`: of its exports. */
export async function bundle(entry: string, platform: 'browser' | 'node', name: string): Promise<Bundle> {
  const missing: string[] = []
  const build = await rolldown({
    input: entry,
    platform,
    onLog: (_, { code, message }) => void (code === 'UNRESOLVED_IMPORT' && missing.push(message)),
  })
  const { output } = await build.generate({
    format: platform === 'browser' ? 'iife' : 'esm',
    name,
    codeSplitting: platform === 'node',
    minify: platform === 'browser',
  })
  await build.close()
  const [chunk] = output
  return { code: chunk.code, imports: [...missing, ...chunk.imports, ...chunk.dynamicImports] }
}
