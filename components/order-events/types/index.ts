// Generated from acme.orders/order-events/contract, edit the contract instead.
export interface Placed {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  /**
   * One up with each change.
   *
   * integer, minimum `1`
   */
  readonly version: number
}

export interface Paid {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  /**
   * One up with each change.
   *
   * integer, minimum `1`
   */
  readonly version: number
}

export interface Shipped {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  /**
   * One up with each change.
   *
   * integer, minimum `1`
   */
  readonly version: number
  /** minLength `1` */
  readonly carrier: string
}

/** What happens to orders */
export interface OrderEvents {
  /** An order was placed */
  readonly placed: {
    readonly sentBy: 'provider'
    readonly write: Placed
    readonly read: Placed
    readonly details: 'getOrder'
  }
  /** An order was paid */
  readonly paid: {
    readonly sentBy: 'provider'
    readonly write: Paid
    readonly read: Paid
    readonly details: 'getOrder'
  }
  /** An order is on its way */
  readonly shipped: {
    readonly sentBy: 'provider'
    readonly write: Shipped
    readonly read: Shipped
    readonly details: 'getOrder'
  }
}
