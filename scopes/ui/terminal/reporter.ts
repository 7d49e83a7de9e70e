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
type WaveStart = Extract<Event, { type: 'wave-start' }>
type WaveEnd = Extract<Event, { type: 'wave-end' }>

/**
 * A consumer of events that prints lines: what each node came to, findings last, one line of counts. Of waves in which
 * nothing was looked at only the first is worth a word.
 */
export function createReporter(options: ReporterOptions): Emit {
  const { write, style, live = false } = options
  let wave: WaveView | undefined
  let waves = 0
  return (event) => {
    switch (event.type) {
      case 'wave-start':
        waves += 1
        wave = openWave(event, options)
        return
      case 'node':
        wave ??= openWave({ changed: [], nodes: [] }, options)
        if (event.status === 'queued' || event.status === 'running') wave.waits(event)
        else if (isShown(event, live)) wave.ends(event)
        return
      case 'diagnostic':
        if (wave === undefined) write(formatDiagnostic(event.diagnostic, style))
        else wave.findings.push(event.diagnostic)
        return
      case 'wave-end':
        if (isIdle(event, wave)) {
          if (waves === 1) write(idleLine(event, style))
        } else {
          for (const finding of wave?.findings ?? []) write(formatDiagnostic(finding, style))
          write(countsLine(event, style))
        }
        wave = undefined
        return
      case 'progress':
        if (event.done !== event.total) write(style.dim(`  ${event.task}${progressOf(event)}`))
        return
      case 'message':
        write(style.dim(`  ${messageLine(event)}`))
        return
      case 'component':
        // The command's own result names them, once all is done.
        return
      default:
        unreachable(event)
    }
  }
}

/** The rows of one wave as they come. */
interface WaveView {
  readonly findings: Diagnostic[]
  /** Whether a row was written. */
  hasRows(): boolean
  waits(event: NodeEvent): void
  ends(event: NodeEvent): void
}

function openWave({ changed, nodes }: Pick<WaveStart, 'changed' | 'nodes'>, options: ReporterOptions): WaveView {
  const { write, style, live = false } = options
  let width = Math.max(0, ...nodes.map((node) => node.length))
  let rows = 0
  let waiting: NodeEvent[] = []
  const head = changed.length > 0 ? `${namesOf(changed)} changed` : nodes.length > 0 ? `tests of ${namesOf(nodes)}` : ''
  if (head !== '') write(`${style.bold('●')} ${head}`)
  /** Nodes that begin to wait or run together are told in one line. */
  const tellWaiting = (): void => {
    if (waiting[0] !== undefined && live) write(waitingLine(waiting[0].status, waiting, style))
    waiting = []
  }
  return {
    findings: [],
    hasRows: () => rows > 0,
    waits(event) {
      width = Math.max(width, event.node.length)
      if (event.status !== waiting[0]?.status) tellWaiting()
      if (waiting.length === 0) queueMicrotask(tellWaiting)
      waiting.push(event)
    },
    ends(event) {
      tellWaiting()
      rows += 1
      width = Math.max(width, event.node.length)
      write(nodeLine(event, width, style))
    },
  }
}

/** Nothing was looked at, and there is nothing to say. */
function isIdle({ counts, ok }: WaveEnd, wave: WaveView | undefined): boolean {
  const { untouched: _, ...others } = counts
  const isQuiet = wave === undefined || (!wave.hasRows() && wave.findings.length === 0)
  return ok && isQuiet && Object.values(others).every((count) => count === 0)
}

function idleLine({ counts, ms }: WaveEnd, style: Style): string {
  const text = counts.untouched === 0 ? 'nothing to build' : `everything is up to date, ${counts.untouched} untouched`
  return `${style.green('✔')} ${text} in ${seconds(ms)}`
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
  // What came of generating shows in the check that follows, unless somebody looks on.
  if (event.phase === 'generate' && event.status !== 'failed') return live
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

function countsLine({ counts, ok, ms }: WaveEnd, style: Style): string {
  const told = Object.entries(counts).filter(([, count]) => count > 0)
  const text = told.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing was built'
  return `${ok ? style.green('✔') : style.red('✖')} ${text} in ${seconds(ms)}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function progressOf(event: Extract<Event, { type: 'progress' }>): string {
  if (event.total !== undefined) return ` ${event.done}/${event.total}`
  return event.done > 0 ? ` ${event.done}` : ' …'
}

function messageLine({
  direction,
  name,
  slot,
  id,
  bytes,
  payload,
  fails,
}: Extract<Event, { type: 'message' }>): string {
  if (direction === 'sent') return `sent ${name} ${JSON.stringify(payload)}`
  const facts = [...(id === undefined ? [] : [id]), slot, counted(bytes, 'byte')]
  return `received ${name} (${facts.join(', ')})${fails === true ? ', and fails' : ''}`
}
