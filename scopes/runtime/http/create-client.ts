import {
  type Caller,
  type CallOptions,
  type ContractViolation,
  createGate,
  drawMode,
  type HttpDefinition,
  type ValidationMode,
} from '@tessera/runtime.core'
import { headOf } from './call-headers.ts'
import type { HttpClient, HttpClientOptions } from './client.ts'
import { type Connection, perform } from './perform.ts'
import { createRetryBudget } from './retry.ts'
import { createTargets } from './targets.ts'
import type { OpenTransport } from './transport.ts'
import type { OnViolation } from './write-request.ts'

/** A client that sends by what `open` opens. */
export function createClient<T>(
  definition: HttpDefinition,
  options: HttpClientOptions,
  open: OpenTransport,
): HttpClient<T> {
  const targets = createTargets(options, open)
  const gate = createGate()
  const connection: Connection = Object.assign(enforcementOf(options), {
    ...{ definition, options, targets, gate },
    budget: createRetryBudget(options.retryBudget ?? 0.2),
  })
  const call: Record<string, (input?: unknown, callOptions?: CallOptions) => Promise<unknown>> = {}
  for (const [name, operation] of Object.entries(definition.operations)) {
    const streams = Object.values(operation.responses).some(({ bytes }) => bytes)
    const plan = { name, operation, head: headOf(definition, operation), streams }
    call[name] = (input, callOptions = NO_OPTIONS) => perform(connection, plan, input, callOptions)
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= gate.close().then(targets.close))
  return { call: call as Caller<T>, drain, [Symbol.asyncDispose]: drain }
}

const NO_OPTIONS: CallOptions = {}

/** Asked for with each payload: of those that are sampled, some are enforced. */
function enforcementOf({ validation, onViolation }: HttpClientOptions): Pick<Connection, 'sent' | 'received'> {
  const told = (mode: ValidationMode | undefined): OnViolation => {
    const drawn = drawMode(mode)
    if (drawn === 'off') return undefined
    return (violation: ContractViolation) => {
      onViolation?.(violation)
      if (drawn === 'enforce') throw violation
    }
  }
  const [sent, received] = [told(validation?.sent), told(validation?.received)]
  return {
    get sent() {
      return typeof validation?.sent === 'object' ? told(validation.sent) : sent
    },
    get received() {
      return typeof validation?.received === 'object' ? told(validation.received) : received
    },
  }
}
