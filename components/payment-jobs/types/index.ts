// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import type { MoneyR, MoneyW } from '@acme/shared.money.types'
export type { MoneyR, MoneyW }

/** A member of an open enum that the contract did not know when this was generated. */
export type Unknown = string & { readonly unknown__?: never }

/**
 * Take this for an order.
 *
 * What a writer supplies: what has a default may be left out.
 */
export interface ChargeW {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  readonly total: MoneyW
  /**
   * Of the card, as the shop keeps it.
   *
   * minLength `8`, kept out of logs
   */
  readonly cardToken: string
}

/**
 * Take this for an order.
 *
 * What a reader is handed: defaults are filled in.
 */
export interface ChargeR {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  readonly total: MoneyR
  /**
   * Of the card, as the shop keeps it.
   *
   * minLength `8`, kept out of logs
   */
  readonly cardToken: string
}

/**
 * What became of a charge.
 *
 * What a writer supplies: only members that the contract names.
 */
export interface ChargedW {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  /** pattern `^chg_[0-9a-f]{8}$` */
  readonly chargeId: string
  readonly outcome: 'paid' | 'refused'
  /**
   * Why it was refused.
   *
   * open: a reader may be handed further members
   */
  readonly reason?: ('no-funds' | 'expired' | 'blocked') | undefined
}

/**
 * What became of a charge.
 *
 * What a reader is handed: open enums may have further members.
 */
export interface ChargedR {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  /** pattern `^chg_[0-9a-f]{8}$` */
  readonly chargeId: string
  readonly outcome: 'paid' | 'refused'
  /**
   * Why it was refused.
   *
   * open: a reader may be handed further members
   */
  readonly reason?: ('no-funds' | 'expired' | 'blocked') | Unknown
}

/** What a writer supplies: what has a default may be left out. */
export interface RefundW {
  /** pattern `^chg_[0-9a-f]{8}$` */
  readonly chargeId: string
  /** At most what was charged. */
  readonly amount: MoneyW
}

/** What a reader is handed: defaults are filled in. */
export interface RefundR {
  /** pattern `^chg_[0-9a-f]{8}$` */
  readonly chargeId: string
  /** At most what was charged. */
  readonly amount: MoneyR
}

/** What a writer supplies: what has a default may be left out. */
export interface SettledW {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  /** pattern `^chg_[0-9a-f]{8}$` */
  readonly chargeId: string
  readonly amount: MoneyW
  readonly kind: 'charge' | 'refund'
  /** format `date-time`, pattern `Z$` */
  readonly settledAt: Date
}

/** What a reader is handed: defaults are filled in. */
export interface SettledR {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  /** pattern `^chg_[0-9a-f]{8}$` */
  readonly chargeId: string
  readonly amount: MoneyR
  readonly kind: 'charge' | 'refund'
  /** format `date-time`, pattern `Z$` */
  readonly settledAt: Date
}

export interface Limits {
  /** pattern `^[A-Z]{3}$` */
  readonly currency: string
  /**
   * Of one charge, in minor units.
   *
   * integer, minimum `0`
   */
  readonly max: number
}

/** Charges and refunds, done by the payment workers */
export interface PaymentJobs {
  readonly charges: {
    readonly sentBy: 'consumer'
    readonly write: ChargeW
    readonly read: ChargeR
    readonly reply: {
      readonly write: ChargedW
      readonly read: ChargedR
    }
  }
  readonly refunds: {
    readonly sentBy: 'consumer'
    readonly write: RefundW
    readonly read: RefundR
  }
  readonly settlements: {
    readonly sentBy: 'provider'
    readonly write: SettledW
    readonly read: SettledR
  }
  readonly limitChanges: {
    readonly sentBy: 'provider'
    readonly write: Limits
    readonly read: Limits
  }
}
