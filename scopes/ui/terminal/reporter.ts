import { unreachable, type Diagnostic, type Emit, type Event, type NodeStatus } from '@tessera/core.model'
import { formatDiagnostic } from './diagnostics.ts'
import type { Style } from './style.ts'
import { visibleLength } from './table.ts'
import { counted } from './table.ts'

export interface ReporterOptions {
  readonly write: (text: string) => void
  readonly style: Style
  /** Also say which nodes wait and run, as a live view wants it; otherwise only how each ended. */
  readonly live?: boolean
}

type NodeEvent = Extract<Event, { type: 'node' }>

/** A consumer of events that prints lines: what each node came to, findings last, one line of counts. */
export function createReporter(options: ReporterOptions): Emit {
  let findings: Diagnostic[] = []
  let width = 0
  let waiting: NodeEvent[] = []
  /** Nodes that begin to wait or run together are told in one line. */
  const tellWaiting = (): void => {
    if (waiting[0] !== undefined) options.write(waitingLine(waiting[0].status, waiting, options.style))
    waiting = []
  }
  return (event) => {
    if (event.type === 'node' && (event.status === 'queued' || event.status === 'running')) {
      if (event.status !== waiting[0]?.status) tellWaiting()
      if (options.live !== true) return
      if (waiting.length === 0) queueMicrotask(tellWaiting)
      waiting.push(event)
      return
    }
    tellWaiting()
    switch (event.type) {
      case 'wave-start':
        findings = []
        width = Math.max(0, ...event.nodes.map((node) => node.length))
        if (event.changed.length > 0) options.write(`${options.style.bold('●')} ${namesOf(event.changed)} changed`)
        return
      case 'node':
        if (isShown(event, options.live ?? false)) options.write(nodeLine(event, width, options.style))
        return
      case 'diagnostic':
        findings.push(event.diagnostic)
        return
      case 'wave-end':
        for (const finding of findings) options.write(formatDiagnostic(finding, options.style))
        options.write(countsLine(event, options.style))
        return
      case 'progress':
        if (event.done !== event.total) options.write(options.style.dim(`  ${event.task}${progressOf(event)}`))
        return
      case 'component':
        // The command's own result names them, once all is done.
        return
      default:
        unreachable(event)
    }
  }
}

/** A consumer of events that prints each as a line of JSON. */
export function createJsonReporter(write: (text: string) => void): Emit {
  return (event) => write(JSON.stringify(event))
}

/** A few by name, many by number. */
function namesOf(nodes: readonly string[]): string {
  return nodes.length > 3 ? `${nodes.length} nodes` : nodes.join(', ')
}

function isShown(event: NodeEvent, live: boolean): boolean {
  // That a part was generated shows in its being built, unless somebody looks on.
  if (event.phase === 'generate' && event.status === 'built') return live
  return event.status !== 'cached' || live
}

function nodeLine(event: NodeEvent, width: number, style: Style): string {
  const time = event.ms === undefined ? '' : `${Math.round(event.ms)} ms`
  const notes = [time, testsOf(event), event.by === undefined ? '' : `waits for ${event.by}`, event.reason ?? '']
  return `  ${event.node.padEnd(width)}  ${statusWord(event, style)}  ${style.dim(notes.filter(Boolean).join('  '))}`.trimEnd()
}

function waitingLine(status: NodeStatus, events: readonly NodeEvent[], style: Style): string {
  return style.dim(`  … ${status} ${events.map((event) => event.node).join(', ')}`)
}

const WORDS: Readonly<
  Record<Exclude<NodeStatus, 'queued' | 'running'>, (style: Style, phase: NodeEvent['phase']) => string>
> = {
  built: (style, phase) =>
    style.green(phase === 'test' ? '✔ tested' : phase === 'generate' ? '✔ generated' : '✔ built'),
  cached: (style) => style.green('✔ cached'),
  unchanged: (style) => style.cyan('= unchanged'),
  blocked: (style) => style.yellow('■ blocked'),
  failed: (style) => style.red('✖ failed'),
}

function statusWord(event: NodeEvent, style: Style): string {
  const word = WORDS[event.status as keyof typeof WORDS](style, event.phase)
  return word + ' '.repeat(Math.max(0, '= unchanged'.length - visibleLength(word)))
}

function testsOf(event: NodeEvent): string {
  if (event.tests === undefined) return ''
  const { passed, failed } = event.tests
  const ran = counted(passed, 'test')
  return failed === 0 ? ran : `${ran} passed, ${failed} failed`
}

function countsLine(event: Extract<Event, { type: 'wave-end' }>, style: Style): string {
  const counts = Object.entries(event.counts).filter(([, count]) => count > 0)
  const text = counts.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing to build'
  return `${event.ok ? style.green('✔') : style.red('✖')} ${text} in ${(event.ms / 1000).toFixed(1)} s`
}

function progressOf(event: Extract<Event, { type: 'progress' }>): string {
  if (event.total !== undefined) return ` ${event.done}/${event.total}`
  return event.done > 0 ? ` ${event.done}` : ' …'
}
