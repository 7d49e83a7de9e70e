import {
  courierLinkClient,
  type CourierLinkClient,
  type CourierLinkClientOptions,
} from '@acme/dispatch.courier-link.client'

export interface CourierOptions extends Pick<CourierLinkClientOptions, 'url'> {
  /** Milliseconds that a ride takes; 30 where nothing is said. */
  readonly rideMs?: number
  readonly onRide?: (orderId: string) => void
}

/** One courier: takes every job, rides, and says when it is done. */
export async function courier({ url, rideMs = 30, onRide }: CourierOptions): Promise<CourierLinkClient> {
  const link = await courierLinkClient(
    {
      chat: () => {},
      assign({ orderId, from, to }) {
        onRide?.(orderId)
        void ride(orderId, from, to)
        return { accepted: true, minutes: 2 }
      },
    },
    { url, reconnect: { minMs: 20, maxMs: 500 } },
  )

  async function ride(orderId: string, from: Place, to: Place): Promise<void> {
    await link.send.position({ at: from, battery: 0.8 })
    await new Promise((resolve) => setTimeout(resolve, rideMs))
    await link.request.delivered({ orderId, at: to }).catch(warn)
  }
  return link
}

interface Place {
  readonly lat: number
  readonly lon: number
}

function warn(error: unknown): void {
  process.emitWarning(`a delivery was not told: ${String(error)}`)
}
