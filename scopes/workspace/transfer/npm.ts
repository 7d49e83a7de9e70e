import { spawn } from 'node:child_process'

/** Characters of each stream that are kept. */
const TAIL = 16 * 1024 * 1024
const WINDOWS = process.platform === 'win32'

export interface NpmOutcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs npm in a folder, with the settings it finds there (`.npmrc`); ends when it does, or throws the signal's `AbortError`. */
export function runNpm(args: readonly string[], cwd: string, signal?: AbortSignal): Promise<NpmOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd,
      env: cleanEnvironment(),
      shell: WINDOWS,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    })
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        said[name] = `${said[name]}${chunk}`.slice(-TAIL)
      })
    }
    child.on('error', (error) => {
      if (signal?.aborted === true) reject(error)
      else resolve({ ...said, code: 1, stderr: `npm did not start: ${error.message}` })
    })
    child.on('close', (code) => resolve({ code: code ?? 1, ...said }))
  })
}

/** Without what an npm around this process says of its own package and folder. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_(package|lifecycle)_|npm_config_(local_prefix|prefix|workspaces?|omit|include)$|INIT_CWD$)/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}
