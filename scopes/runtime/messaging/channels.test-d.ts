import { connectMessaging, type MessageHandlers, type SentBy } from './client.ts'
import { serveMessaging } from './server.ts'
import { definitionFor, type PaymentJobs } from './rig.ts'

const definition = definitionFor('consumer')

export async function asClient(): Promise<boolean> {
  const client = await connectMessaging<PaymentJobs>(definition, { broker: 'memory:' })
  const { messageId } = await client.send.charges({ orderId: 'o1', amount: 1 }, { messageId: 'm1', deadlineMs: 5 })
  void messageId.length
  const reply = await client.request.charges({ orderId: 'o1', amount: 1 })
  // @ts-expect-error the amount is missing
  await client.send.charges({ orderId: 'o1' })
  // @ts-expect-error what is not declared does not travel
  await client.send.notes({ orderId: 'o1', more: 1 })
  // @ts-expect-error the provider sends this one
  await client.send.refunds?.({ orderId: 'o1' })
  // @ts-expect-error this one has no reply
  await client.request.notes?.({ orderId: 'o1' })
  // @ts-expect-error there is no service to share with
  await client.subscribe({ refunds: () => {} }, {})
  await client.subscribe(
    {
      refunds: ({ orderId }, { attempt, correlationId }) =>
        void `${orderId.length}${attempt.toFixed()}${correlationId.length}`,
      // @ts-expect-error a client does not handle what clients send
      charges: () => ({ ok: true }),
    },
    { service: 'storefront' },
  )
  return reply.ok
}

export const handlers: MessageHandlers<SentBy<PaymentJobs, 'consumer'>> = {
  charges(charge) {
    // @ts-expect-error what was read is readonly
    charge.amount = 2
    return { ok: charge.currency.length === 3 }
  },
  notes: async ({ orderId }) => void orderId,
}

export const wrong: Partial<MessageHandlers<SentBy<PaymentJobs, 'consumer'>>> = {
  // @ts-expect-error the reply is not what the contract says
  charges: () => ({ ok: 'yes' }),
}

// @ts-expect-error every channel has a handler
void serveMessaging<PaymentJobs>(definition, { charges: () => ({ ok: true }) }, { broker: 'memory:' })

export async function asServer(): Promise<void> {
  const server = await serveMessaging<PaymentJobs>(definition, handlers, { broker: 'memory:' })
  await server.send.refunds({ orderId: 'o1' })
  // @ts-expect-error consumers send this one
  await server.send.charges?.({ orderId: 'o1', amount: 1 })
}
