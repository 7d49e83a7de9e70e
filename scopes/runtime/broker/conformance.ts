import { randomUUID } from 'node:crypto'
import type { Broker, BrokerCapabilities } from './broker.ts'
import { capabilityCases } from './capability-cases.ts'
import { deliveryCases } from './delivery-cases.ts'
import { settlingCases } from './settling-cases.ts'

export { type Fault, faultCases, type FaultStage, runFaultCase } from './fault-cases.ts'
export { type Proxy, startProxy } from './fault-proxy.ts'
export { freePort, type Service, serviceBinary, startService } from './fault-service.ts'

/** What a broker may or may not do. */
export type Capability = Exclude<keyof BrokerCapabilities, 'maxBytes'>

/** One thing that every broker does, or every one with a capability. */
export interface BrokerCase {
  readonly name: string
  /** Only brokers that declare it are held to it. */
  readonly needs?: Capability
  readonly run: (stage: Stage) => Promise<void>
}

/** What a case works with. */
export interface Stage {
  /** Nobody else uses it. */
  readonly address: string
  /** A connection of its own to one and the same broker; closed when the case has ended. */
  readonly connect: () => Promise<Broker>
}

/** Runs one case against the broker that `open` opens a connection to; rejects where the broker does not conform. */
export async function runBrokerCase({ run }: BrokerCase, open: () => Promise<Broker>): Promise<void> {
  const opened: Broker[] = []
  const connect = async (): Promise<Broker> => {
    const broker = await open()
    opened.push(broker)
    return broker
  }
  try {
    await run({ address: `conformance-${randomUUID()}`, connect })
  } finally {
    await Promise.all(opened.map((broker) => broker.close()))
  }
}

/** What an adapter has to do; run in its tests all that `isHeldTo` says. */
export const brokerCases: readonly BrokerCase[] = [...deliveryCases, ...settlingCases, ...capabilityCases]

/** Whether a broker with these capabilities has to pass the case. */
export function isHeldTo(
  { needs }: Pick<BrokerCase, 'needs'>,
  capabilities: Pick<BrokerCapabilities, Capability>,
): boolean {
  return needs === undefined || capabilities[needs]
}

/** Keeps what became of each case, for the matrix of an adapter. */
export interface Outcomes {
  /** Runs a case, and remembers how it went. */
  record(name: string, run: () => Promise<void>): Promise<void>
  /** As text, in the order of `names`: `passes`, `fails`, or `not run` where it was not. */
  text(names: readonly string[]): string
}

export function createOutcomes(): Outcomes {
  const outcomes = new Map<string, 'passes' | 'fails'>()
  return {
    async record(name, run) {
      outcomes.set(name, 'fails')
      await run()
      outcomes.set(name, 'passes')
    },
    text: (names) => {
      const entries = names.map((name) => [name, outcomes.get(name) ?? 'not run'])
      return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`
    },
  }
}
