import { fileURLToPath } from 'node:url'
import type { Diagnostic, Location } from '@tessera/core.model'

/** As `evaluate-hooks` writes it; not imported from there, so that the compiler is not loaded twice. */
const COMPILE_ERROR = 'TESSERA_COMPILE '

interface Context {
  /** URL of the workspace, with a slash at its end. */
  readonly workspace: string
  /** Absolute path of the contract. */
  readonly file: string
}

/** Why a contract could not be evaluated, at the line of the workspace where it happened. */
export function describeFailure(error: unknown, { workspace, file }: Context): Diagnostic {
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  if (message.startsWith(COMPILE_ERROR)) return compileError(message.slice(COMPILE_ERROR.length))
  const location = placeIn(stack, workspace) ?? { file }
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
    const hint = 'is it installed? npm install, or for a component: tessera link'
    return { severity: 'error', code: 'CONTRACT_COMPILE', message: withoutPaths(message), location: { file }, hint }
  }
  if (error instanceof SyntaxError && /does not provide an export/.test(message)) {
    return { severity: 'error', code: 'CONTRACT_COMPILE', message, location }
  }
  const name = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : ''
  return { severity: 'error', code: 'CONTRACT_THROWS', message: `${name}${message}`, location }
}

function compileError(json: string): Diagnostic {
  const { message, url, line, column } = JSON.parse(json) as {
    message: string
    url: string
    line: number
    column: number
  }
  const location = { file: fileURLToPath(url), line, column }
  return { severity: 'error', code: 'CONTRACT_COMPILE', message, location }
}

/** The innermost line of the workspace's own files. */
function placeIn(stack: string, workspace: string): Location | undefined {
  const root = fileURLToPath(workspace)
  for (const line of stack.split('\n')) {
    const match = /(?:\(|at |^)((?:file:\/\/)?[^\s()]+?)(?:\?run=\d+)?:(\d+)(?::(\d+))?\)?$/.exec(line.trim())
    if (match === null) continue
    const [, place = '', row, column] = match
    const file = place.startsWith('file:') ? fileURLToPath(place) : place
    if (!file.startsWith(root) || /[\\/]node_modules[\\/]/.test(file) || !/\.[cm]?tsx?$/.test(file)) continue
    return { file, line: Number(row), ...(column === undefined ? {} : { column: Number(column) }) }
  }
  return undefined
}

/** "Cannot find package 'x' imported from /home/…": the location says from where. */
function withoutPaths(message: string): string {
  return message.replace(/ imported from .*$/s, '')
}
