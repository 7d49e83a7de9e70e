/** What the compiler said, with its path as it wrote it. */
export interface CompilerMessage {
  /** Relative to the workspace, forward slashes; undefined where it concerns the whole program. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly severity: 'error' | 'warning' | 'info'
  /** `TS2339` */
  readonly code: string
  readonly message: string
}

const AT = /^(?:(.+?)\((\d+),(\d+)\): )?(error|warning|message) (TS\d+): (.*)$/

/** Reads the output of `tsc --pretty false`: one message a line, continued by indented lines. */
export function parseCompilerOutput(output: string): readonly CompilerMessage[] {
  const messages: CompilerMessage[] = []
  for (const line of output.split(/\r?\n/)) {
    const match = AT.exec(line)
    const last = messages.at(-1)
    if (match) messages.push(toMessage(match))
    else if (last !== undefined && /^\s+\S/.test(line)) {
      messages[messages.length - 1] = { ...last, message: `${last.message}\n${line}` }
    }
  }
  return messages
}

function toMessage([, file, line, column, severity, code, message]: RegExpExecArray): CompilerMessage {
  return {
    ...(file === undefined ? {} : { file: file.replaceAll('\\', '/'), line: Number(line), column: Number(column) }),
    severity: severity === 'message' ? 'info' : (severity as 'error' | 'warning'),
    code: code as string,
    message: message as string,
  }
}
