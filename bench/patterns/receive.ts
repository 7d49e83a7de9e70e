export interface Reservation {
  readonly id: string
  readonly sku: string
  readonly quantity: number
  readonly sentAt: number
}

export type Receive = (reservation: Reservation) => Promise<void>

/** One side of the exchange, whatever the pattern. */
export interface Sender {
  /** Resolves when the shop need not care any more. */
  tell(reservation: Reservation): Promise<void>
  close(): Promise<void>
}
