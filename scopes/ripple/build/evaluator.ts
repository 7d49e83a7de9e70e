import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '@tessera/core.model'
import type { ComponentNode } from '@tessera/workspace.files'
import { READY } from './evaluate-protocol.ts'
import type { Evaluated, EvaluateRequest } from './evaluate-protocol.ts'

export interface EvaluateOptions {
  readonly root: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export interface Evaluation {
  /** Text of the contract document; absent where a diagnostic is an error. */
  readonly document?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Executes contracts, one after the other, in a child that stays warm. */
export interface Evaluator {
  /** Starts the child. */
  warm(root: string): void
  /** Forgets what the workspace's files evaluated to: they may have changed. */
  refresh(): void
  evaluate(node: ComponentNode, options: EvaluateOptions): Promise<Evaluation>
  close(): void
}

/** Old evaluations stay in the child's memory; a fresh child is cheap against that. */
const RUNS_PER_CHILD = 200

export function createEvaluator(): Evaluator {
  let child: ChildProcess | undefined
  let isReady = false
  let run = 0
  let requests = 0
  const close = (): void => {
    child?.kill('SIGKILL')
    child = undefined
    isReady = false
  }
  const open = (root: string): ChildProcess => {
    if (child !== undefined) return child
    const started = start(root)
    started.once('message', () => {
      if (child === started) isReady = true
    })
    started.once('exit', () => {
      if (child === started) close()
    })
    return (child = started)
  }
  return {
    close,
    warm: (root) => void open(root),
    refresh() {
      run += 1
      if (run % RUNS_PER_CHILD === 0) close()
    },
    async evaluate(node, options) {
      requests += 1
      const file = join(options.root, node.rootDir, 'contract.ts')
      const request = { id: requests, contract: node.key, file, run }
      const answer = await ask(open(options.root), request, { ...options, isReady })
      if (answer.gone) close()
      options.signal?.throwIfAborted()
      return inWorkspace(answer.evaluation, node, options.root)
    },
  }
}

function start(root: string): ChildProcess {
  // From sources there is nothing that Node could run: the built child is used then, too.
  const built = import.meta.url.endsWith('.ts') ? './dist/evaluate-child.js' : './evaluate-child.js'
  const path = fileURLToPath(new URL(built, import.meta.url))
  const child = fork(path, [], { cwd: root, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  // A warm child must not keep its parent alive.
  child.unref()
  child.channel?.unref()
  ;(child.stderr as Socket).unref()
  return child
}

interface AskOptions extends EvaluateOptions {
  /** It has answered before. */
  readonly isReady: boolean
}

interface Answer {
  readonly evaluation: Evaluation
  /** The child is of no use any more. */
  readonly gone: boolean
}

async function ask(child: ChildProcess, request: EvaluateRequest, options: AskOptions): Promise<Answer> {
  const { timeoutMs, signal, isReady } = options
  let said = ''
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-2000)
  }
  child.stderr?.on('data', listen)
  child.channel?.ref()
  let cancel = (): void => {}
  try {
    return await new Promise<Answer>((resolve) => {
      const fail = (code: string, message: string, hint?: string): void =>
        resolve({ gone: true, evaluation: { diagnostics: [failure(request, { code, message, hint })] } })
      const late = (): void =>
        fail(
          'CONTRACT_TIMEOUT',
          `it did not end within ${timeoutMs} ms and was stopped`,
          'a contract only declares: no endless loop, no waiting for a server',
        )
      let timer: NodeJS.Timeout | undefined
      const begin = (): void => {
        timer = setTimeout(late, timeoutMs)
        child.send(request, (error) => {
          if (error !== null) fail('CONTRACT_THROWS', `the process that evaluates contracts is gone: ${error.message}`)
        })
      }
      const onMessage = (result: Evaluated | typeof READY): void => {
        if (result === READY) begin()
        else if (result.id === request.id) resolve({ gone: false, evaluation: result })
      }
      const onExit = (code: number | null): void =>
        fail('CONTRACT_THROWS', `it ended its process (exit code ${code})${said === '' ? '' : `: ${said.trim()}`}`)
      const onAbort = (): void => fail('CONTRACT_TIMEOUT', 'it was stopped')
      child.on('message', onMessage)
      child.once('exit', onExit)
      signal?.addEventListener('abort', onAbort)
      cancel = () => {
        clearTimeout(timer)
        child.off('message', onMessage)
        child.off('exit', onExit)
        signal?.removeEventListener('abort', onAbort)
      }
      if (isReady) begin()
    })
  } finally {
    cancel()
    child.stderr?.off('data', listen)
    child.channel?.unref()
  }
}

function failure(
  request: EvaluateRequest,
  { code, message, hint }: { code: string; message: string; hint: string | undefined },
): Diagnostic {
  return { severity: 'error', code, message, hint, location: { file: request.file } }
}

/** Paths as the rest of Tessera says them, and whose fault it is. */
function inWorkspace(evaluation: Evaluation, node: ComponentNode, root: string): Evaluation {
  const diagnostics = evaluation.diagnostics.map((item): Diagnostic => {
    if (item.location === undefined) return { ...item, node: node.key }
    const file = relative(root, item.location.file).split(sep).join('/')
    return { ...item, node: node.key, location: { ...item.location, file } }
  })
  return { ...(evaluation.document === undefined ? {} : { document: evaluation.document }), diagnostics }
}
