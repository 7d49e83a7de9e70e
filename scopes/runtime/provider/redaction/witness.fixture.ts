import { inspect } from 'node:util'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import type { Telemetry } from '@tessera/runtime.core'
import { openTelemetry } from '@tessera/runtime.telemetry'
import { vi } from 'vitest'

/** Sees all that logs, spans, metrics, warnings, consoles and errors show of what happens. */
export interface Witness {
  readonly telemetry: Telemetry
  /** Notes how a call ended, by whatever a service may do with an error: print it, inspect it, write it as JSON. */
  watch(call: Promise<unknown> | (() => Promise<unknown>)): Promise<void>
  note(shown: unknown): void
  /** All of it, as text. */
  testimony(): Promise<string>
  /** What came out of the process by itself. */
  readonly warnings: readonly string[]
  readonly failures: readonly string[]
}

export function createWitness(): Witness & AsyncDisposable {
  const spans = new InMemorySpanExporter()
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 1_000_000 })
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const notes: string[] = []
  const warnings: string[] = []
  const failures: string[] = []
  const printed = (...parts: unknown[]): void => void warnings.push(parts.map(String).join(' '))
  const spies = [
    vi.spyOn(process, 'emitWarning').mockImplementation((...parts: unknown[]) => printed(inspect(parts))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => (printed(text), true)),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation(printed),
    ),
  ]
  return {
    telemetry: openTelemetry({ tracerProvider, meterProvider, log: (record) => notes.push(inLog(record)) }),
    warnings,
    failures,
    note: (shown) => void notes.push(inLog(shown)),
    async watch(call) {
      try {
        await (typeof call === 'function' ? call() : call)
      } catch (error) {
        failures.push(inLog(error))
      }
    },
    async testimony() {
      await reader.forceFlush()
      const told = [...spans.getFinishedSpans()].map(({ name, attributes, events, status }) =>
        inLog({ name, attributes, events, status }),
      )
      return [...notes, ...warnings, ...failures, ...told, inLog(metrics.getMetrics())].join('\n')
    },
    async [Symbol.asyncDispose]() {
      for (const spy of spies) spy.mockRestore()
      await Promise.all([meterProvider.shutdown(), tracerProvider.shutdown()])
    },
  }
}

function inLog(value: unknown): string {
  const stack = value instanceof Error ? `${String(value)}\n${value.stack ?? ''}` : ''
  return `${stack}\n${inspect(value, { depth: 20 })}\n${JSON.stringify(value) ?? ''}`
}
