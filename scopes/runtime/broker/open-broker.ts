import type { Broker } from './broker.ts'

/** A broker that is open already and stays so, or the URL of one that whoever is given it opens and closes. */
export type BrokerSource = Broker | string

/**
 * Opens the broker a URL names: `memory:` and `memory:<name>` in this process, `embedded:<folder>` on this machine (its
 * process is started where nobody has), or any for which an adapter is installed: `amqp://…`, `nats://…`, `redis://…`,
 * `sqs://…`.
 * @throws TypeError where the URL names no broker, or its adapter is not installed
 */
export async function openBroker(url: string): Promise<Broker> {
  throw new Error(`not there yet: ${url}`)
}
