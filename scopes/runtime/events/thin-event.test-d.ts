import type { Caller } from '@tessera/runtime.core'
import { subscribeEvents } from './client.ts'
import { publishEvents } from './server.ts'
import { definitionFor, type Order, type OrderEvents, type OrdersApi } from './rig.ts'

const definition = definitionFor('subscriber')
declare const call: Caller<OrdersApi>

void subscribeEvents<OrderEvents, OrdersApi>(
  definition,
  {
    async placed(event, { messageId }) {
      const order: Order = await event.details()
      // @ts-expect-error what was read is readonly
      event.data.orderId = messageId
      return void `${order.total}${event.data.channel.length}`
    },
    async cancelled(event) {
      // @ts-expect-error this event says all there is
      await event.details()
    },
    // @ts-expect-error no such event
    shipped: () => {},
  },
  { broker: 'memory:', details: { call }, service: 'mailer' },
)

// @ts-expect-error nobody answers for details
void subscribeEvents<OrderEvents, OrdersApi>(definition, {}, { broker: 'memory:', service: 'mailer' })

// @ts-expect-error what answers lacks the operation
void subscribeEvents<OrderEvents, OrdersApi>(definition, {}, { broker: 'memory:', details: { call: {} }, service: 'm' })

export async function asPublisher(): Promise<string> {
  const publisher = await publishEvents<OrderEvents>(definition, { broker: 'memory:' })
  // @ts-expect-error the version is missing
  await publisher.publish.placed({ orderId: 'o1' })
  // @ts-expect-error what is not declared does not travel
  await publisher.publish.cancelled({ orderId: 'o1', why: 'x' })
  return (await publisher.publish.placed({ orderId: 'o1', version: 1 }, { subject: 'o1' })).id
}
