import { randomUUID } from 'node:crypto'
import type { Broker, BrokerMessage, Subscription } from '@tessera/runtime.broker'

/** Gets a copy of all that is sent to an address, and takes nothing from anybody. */
export function overhear(
  broker: Broker,
  address: string,
  hear: (message: BrokerMessage) => void,
): Promise<Subscription> {
  const group = { name: `tessera-check-${randomUUID()}`, expiresMs: 60_000 }
  return broker.subscribe(address, { group }, (delivery) => {
    hear(delivery.message)
    void delivery.ack().catch(() => {})
  })
}
