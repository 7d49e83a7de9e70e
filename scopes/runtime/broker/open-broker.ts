import type { Broker } from './broker.ts'
import { openEmbeddedBroker } from './embedded-broker.ts'
import { openMemoryBroker } from './memory-broker.ts'

/** A broker that is open already and stays so, or the URL of one that whoever is given it opens and closes. */
export type BrokerSource = Broker | string

/**
 * Opens the broker a URL names: `memory:` and `memory:<name>` in this process, `embedded:<folder>` on this machine (its
 * process is started where nobody has), or one whose adapter is installed: `amqp://…`, `redis://…`.
 * @throws TypeError where the URL names no broker, or its adapter is not installed
 */
export async function openBroker(url: string): Promise<Broker> {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url) ?? []
  switch (scheme.toLowerCase()) {
    case 'memory':
      return openMemoryBroker(rest === '' ? undefined : rest)
    case 'embedded':
      if (rest === '') throw new TypeError('embedded: needs a folder: embedded:./data')
      return openEmbeddedBroker(rest)
    default:
      return openAdapter(scheme.toLowerCase(), url)
  }
}

/** A broker to use and, where it was opened here, to close. */
export async function useBroker(source: BrokerSource): Promise<{ broker: Broker; release: () => Promise<void> }> {
  if (typeof source !== 'string') return { broker: source, release: async () => {} }
  const broker = await openBroker(source)
  return { broker, release: () => broker.close() }
}

/** Schemes to the last part of their adapter's package name. */
const ADAPTERS: Readonly<Record<string, string>> = {
  amqp: 'amqp',
  amqps: 'amqp',
  redis: 'redis',
  rediss: 'redis',
  nats: 'nats',
  sqs: 'sqs',
}

interface Adapter {
  readonly openBroker: (url: string) => Promise<Broker>
}

async function openAdapter(scheme: string, url: string): Promise<Broker> {
  const name = ADAPTERS[scheme]
  if (name === undefined) {
    throw new TypeError(
      `"${scheme}:" names no broker; there are memory:, embedded:, ${Object.keys(ADAPTERS).join(', ')}`,
    )
  }
  const adapter = `@tessera/runtime.broker-${name}`
  try {
    return await ((await import(adapter)) as Adapter).openBroker(url)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new TypeError(`${scheme}: needs its adapter: npm install ${adapter}`, { cause: error })
  }
}
