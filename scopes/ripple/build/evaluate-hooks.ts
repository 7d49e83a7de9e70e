// Module hooks of the child that evaluates contracts: TypeScript runs as it is, and every evaluation is fresh.
import { readFileSync } from 'node:fs'
import type { InitializeHook, LoadHook, ResolveFnOutput, ResolveHook } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'oxc-transform'
import type { OxcError } from 'oxc-transform'

/** Starts the message of an error that says where a source does not compile. */
export const COMPILE_ERROR = 'TESSERA_COMPILE '

export const DEFINE = '@tessera/contract.define'

let workspace = ''

export const initialize: InitializeHook<{ workspace: string }> = (data) => {
  workspace = data.workspace
}

const TYPESCRIPT = /\.[cm]?tsx?$/

/**
 * Components resolve to their sources, the tool's own packages to what is built. `?run=N` is handed on from importer to
 * imported inside the workspace, so that a new N evaluates its files anew while npm packages stay loaded.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier.startsWith('tessera:define?')) return resolveDefine(specifier, next)
  const conditions = specifier.startsWith('@tessera/') ? context.conditions : [...context.conditions, 'source']
  const result = await next(specifier, { ...context, conditions })
  const run = /[?&]run=(\d+)/.exec(context.parentURL ?? '')?.[1]
  const isOurs = result.url.startsWith(workspace) && !/[?]|\/node_modules\//.test(result.url)
  if (run === undefined || !isOurs || !TYPESCRIPT.test(result.url)) return result
  return { ...result, url: `${result.url}?run=${run}` }
}

/** The copy of the package that the contract itself sees, else ours. */
async function resolveDefine(specifier: string, next: Parameters<ResolveHook>[2]): Promise<ResolveFnOutput> {
  const importer = new URLSearchParams(specifier.slice(specifier.indexOf('?'))).get('from') ?? ''
  try {
    return await next(DEFINE, { parentURL: importer })
  } catch {
    return next(DEFINE, { parentURL: import.meta.url })
  }
}

export const load: LoadHook = async (url, context, next) => {
  const path = url.split('?', 1)[0] as string
  if (!path.startsWith('file:') || !TYPESCRIPT.test(path)) return next(url, context)
  const file = fileURLToPath(path)
  const text = readFileSync(file, 'utf8')
  const { code, map, errors } = transformSync(file, text, {
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
  })
  const error = errors[0]
  if (error !== undefined) throw new SyntaxError(COMPILE_ERROR + JSON.stringify(placeOf(error, path, text)))
  const comment = Buffer.from(JSON.stringify({ ...map, sources: [path], sourcesContent: undefined })).toString('base64')
  const source = `${code}\n//# sourceMappingURL=data:application/json;base64,${comment}`
  return { format: 'module', source, shortCircuit: true }
}

function placeOf(error: OxcError, url: string, text: string): object {
  const offset = error.labels[0]?.start ?? 0
  const before = text.slice(0, offset).split('\n')
  return { message: error.message, url, line: before.length, column: (before.at(-1) as string).length + 1 }
}
