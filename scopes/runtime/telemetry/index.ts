import {
  type Attributes,
  type Context,
  context,
  type Histogram,
  type MeterProvider,
  metrics,
  type Span as ApiSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from '@opentelemetry/api'
import {
  childTraceparent,
  codeOf,
  formatTraceparent,
  parseTraceparent,
  type SpanEnd,
  type SpanStart,
  type Telemetry,
} from '@tessera/runtime.core'

export interface OpenTelemetryOptions {
  /** The global ones where nothing is said. */
  readonly tracerProvider?: TracerProvider
  readonly meterProvider?: MeterProvider
  /** Told of each piece of work that ended: for structured logs. */
  readonly log?: Telemetry['log']
}

/**
 * Spans, and the histogram `tessera.operation.duration` in seconds, by the API of OpenTelemetry: whichever SDK the
 * service has set up exports them. Without one, the trace is still passed on.
 * @example ordersApiClient({ baseUrl, telemetry: openTelemetry() })
 */
export function openTelemetry({ tracerProvider, meterProvider, log }: OpenTelemetryOptions = {}): Telemetry {
  const tracer = (tracerProvider ?? trace).getTracer('tessera')
  const duration = (meterProvider ?? metrics).getMeter('tessera').createHistogram('tessera.operation.duration', {
    description: 'From the beginning of an operation to its end, on one side',
    unit: 's',
    advice: { explicitBucketBoundaries: BOUNDARIES },
  })
  return {
    ...(log === undefined ? {} : { log }),
    startSpan(start) {
      const outer = contextOf(start.parent)
      const attributes = attributesOf(start)
      const name = `${start.contract}/${start.name}`
      const span = tracer.startSpan(name, { kind: KINDS[start.kind], attributes }, outer)
      const inner = trace.setSpan(outer, span)
      const began = performance.now()
      return {
        traceparent: traceparentOf(span, start.parent),
        run: (work) => context.with(inner, work),
        end: (outcome) => end(span, { outcome, attributes, duration, seconds: (performance.now() - began) / 1000 }),
      }
    },
  }
}

/** Those that the semantic conventions give for the duration of requests. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

const KINDS: Readonly<Record<SpanStart['kind'], SpanKind>> = {
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
}

function attributesOf({ pattern, contract, line, name, kind }: SpanStart): Attributes {
  return {
    'tessera.pattern': pattern,
    'tessera.contract': contract,
    'tessera.contract.line': line,
    'tessera.operation': name,
    'tessera.kind': kind,
  }
}

/** What this process is doing already, unless the other side says what it is part of. */
function contextOf(parent: string | undefined): Context {
  const named = parseTraceparent(parent)
  const active = context.active()
  if (named === undefined || trace.getSpanContext(active)?.spanId === named.spanId) return active
  const { traceId, spanId, flags } = named
  return trace.setSpanContext(active, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true })
}

/** Where no SDK is set up, spans have no id of their own. */
function traceparentOf(span: ApiSpan, parent: string | undefined): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  if (!span.isRecording() && parseTraceparent(parent)?.spanId === spanId) return childTraceparent(parent)
  if (/^0*$/.test(spanId)) return childTraceparent(parent)
  return formatTraceparent({ traceId, spanId, flags: traceFlags.toString(16).padStart(2, '0') })
}

interface Ending {
  readonly outcome: SpanEnd
  readonly attributes: Attributes
  readonly duration: Histogram
  readonly seconds: number
}

function end(span: ApiSpan, { outcome, attributes, duration, seconds }: Ending): void {
  const { error, status, attempt } = outcome
  const ended: Attributes = {
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(error === undefined ? {} : { 'error.type': codeOf(error) }),
  }
  duration.record(seconds, { ...attributes, ...ended })
  span.setAttributes({ ...ended, ...(attempt === undefined ? {} : { 'tessera.attempt': attempt }) })
  // The code alone: a message may hold what no span may show.
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(error) })
  span.end()
}
