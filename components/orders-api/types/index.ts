// Generated from acme.orders/orders-api/contract, edit the contract instead.
import type { MoneyR, MoneyW } from '@acme/shared.money.types'
export type { MoneyR, MoneyW }

/**
 * An order as the shop keeps it.
 *
 * What a writer supplies: what has a default may be left out.
 */
export interface OrderW {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly id: string
  /**
   * One up with each change.
   *
   * integer, minimum `1`
   */
  readonly version: number
  readonly status: 'open' | 'paid' | 'shipped'
  /** format `email` */
  readonly customerEmail: string
  /** minItems `1`, maxItems `50` */
  readonly items: readonly OrderItemW[]
  readonly total: MoneyW
  /** format `date-time`, pattern `Z$` */
  readonly createdAt: Date
}

/**
 * An order as the shop keeps it.
 *
 * What a reader is handed: defaults are filled in.
 */
export interface OrderR {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly id: string
  /**
   * One up with each change.
   *
   * integer, minimum `1`
   */
  readonly version: number
  readonly status: 'open' | 'paid' | 'shipped'
  /** format `email` */
  readonly customerEmail: string
  /** minItems `1`, maxItems `50` */
  readonly items: readonly OrderItemR[]
  readonly total: MoneyR
  /** format `date-time`, pattern `Z$` */
  readonly createdAt: Date
}

/**
 * One line of an order.
 *
 * What a writer supplies: what has a default may be left out.
 */
export interface OrderItemW {
  /**
   * Stock keeping unit.
   *
   * minLength `1`
   */
  readonly sku: string
  /** integer, minimum `1`, maximum `99` */
  readonly quantity: number
  /** Of one piece. */
  readonly price: MoneyW
}

/**
 * One line of an order.
 *
 * What a reader is handed: defaults are filled in.
 */
export interface OrderItemR {
  /**
   * Stock keeping unit.
   *
   * minLength `1`
   */
  readonly sku: string
  /** integer, minimum `1`, maximum `99` */
  readonly quantity: number
  /** Of one piece. */
  readonly price: MoneyR
}

/** What a writer supplies: what has a default may be left out. */
export interface ProblemW {
  /**
   * A URI that names the kind of problem
   *
   * default `about:blank`
   */
  readonly type?: string | undefined
  readonly title: string
  /** integer, minimum `400`, maximum `599` */
  readonly status: number
  readonly detail?: string | undefined
  /** A URI that names this occurrence */
  readonly instance?: string | undefined
}

/** What a reader is handed: defaults are filled in. */
export interface ProblemR {
  /**
   * A URI that names the kind of problem
   *
   * default `about:blank`
   */
  readonly type: string
  readonly title: string
  /** integer, minimum `400`, maximum `599` */
  readonly status: number
  readonly detail?: string
  /** A URI that names this occurrence */
  readonly instance?: string
}

/** What a writer supplies: what has a default may be left out. */
export interface CreateOrderBodyW {
  /** format `email` */
  readonly customerEmail: string
  /** minItems `1`, maxItems `50` */
  readonly items: readonly OrderItemW[]
}

/** What a reader is handed: defaults are filled in. */
export interface CreateOrderBodyR {
  /** format `email` */
  readonly customerEmail: string
  /** minItems `1`, maxItems `50` */
  readonly items: readonly OrderItemR[]
}

export interface GetOrderParams {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly id: string
}

/** What a writer supplies: what has a default may be left out. */
export interface ListOrdersQueryW {
  readonly status?: ('open' | 'paid' | 'shipped') | undefined
  /** integer, minimum `1`, maximum `100`, default `20` */
  readonly limit?: number | undefined
}

/** What a reader is handed: defaults are filled in. */
export interface ListOrdersQueryR {
  readonly status?: 'open' | 'paid' | 'shipped'
  /** integer, minimum `1`, maximum `100`, default `20` */
  readonly limit: number
}

/** What a writer supplies: what has a default may be left out. */
export interface ListOrdersResponse200W {
  readonly orders: readonly OrderW[]
}

/** What a reader is handed: defaults are filled in. */
export interface ListOrdersResponse200R {
  readonly orders: readonly OrderR[]
}

/** Places and looks up orders */
export interface OrdersApi {
  /**
   * Place an order
   * `POST /orders`
   */
  readonly createOrder: {
    readonly write: { readonly body: CreateOrderBodyW }
    readonly read: { readonly body: CreateOrderBodyR }
    readonly reply: {
      readonly write:
        | { readonly status: 201; readonly body: OrderW }
        | { readonly status: 422; readonly body: ProblemW }
      readonly read:
        | { readonly status: 201; readonly body: OrderR }
        | { readonly status: 422; readonly body: ProblemR }
    }
  }
  /**
   * Look up one order
   * `GET /orders/{id}`
   */
  readonly getOrder: {
    readonly write: { readonly params: GetOrderParams }
    readonly read: { readonly params: GetOrderParams }
    readonly reply: {
      readonly write:
        | { readonly status: 200; readonly body: OrderW }
        | { readonly status: 404; readonly body: ProblemW }
      readonly read:
        | { readonly status: 200; readonly body: OrderR }
        | { readonly status: 404; readonly body: ProblemR }
    }
  }
  /**
   * The newest orders first
   * `GET /orders`
   */
  readonly listOrders: {
    readonly write: { readonly query?: ListOrdersQueryW | undefined }
    readonly read: { readonly query: ListOrdersQueryR }
    readonly reply: {
      readonly write: { readonly status: 200; readonly body: ListOrdersResponse200W }
      readonly read: { readonly status: 200; readonly body: ListOrdersResponse200R }
    }
  }
}
