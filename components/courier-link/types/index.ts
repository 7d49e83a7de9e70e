// Generated from acme.dispatch/courier-link/contract, edit the contract instead.
import type { MoneyR, MoneyW } from '@acme/shared.money.types'
export type { MoneyR, MoneyW }

/**
 * Something to carry.
 *
 * What a writer supplies: what has a default may be left out.
 */
export interface JobW {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  readonly from: Place
  readonly to: Place
  /** What the courier earns. */
  readonly fee: MoneyW
  /** maxLength `200` */
  readonly note?: string | undefined
}

/**
 * Something to carry.
 *
 * What a reader is handed: defaults are filled in.
 */
export interface JobR {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  readonly from: Place
  readonly to: Place
  /** What the courier earns. */
  readonly fee: MoneyR
  /** maxLength `200` */
  readonly note?: string
}

/** Where on earth, in degrees. */
export interface Place {
  /** minimum `-90`, maximum `90` */
  readonly lat: number
  /** minimum `-180`, maximum `180` */
  readonly lon: number
}

export interface Position {
  readonly at: Place
  /** minimum `0`, maximum `1` */
  readonly battery?: number | undefined
}

export interface AssignReply {
  readonly accepted: boolean
  /**
   * Until it is picked up.
   *
   * integer, minimum `0`
   */
  readonly minutes?: number | undefined
}

export interface Delivered {
  /** pattern `^ord_[0-9a-f]{8}$` */
  readonly orderId: string
  readonly at: Place
}

/** What a writer supplies: what has a default may be left out. */
export interface DeliveredReplyW {
  readonly earnedToday: MoneyW
}

/** What a reader is handed: defaults are filled in. */
export interface DeliveredReplyR {
  readonly earnedToday: MoneyR
}

/** What a writer supplies: what has a default may be left out. */
export interface ChatW {
  /** minLength `1`, maxLength `500` */
  readonly text: string
  /** default `false` */
  readonly urgent?: boolean | undefined
}

/** What a reader is handed: defaults are filled in. */
export interface ChatR {
  /** minLength `1`, maxLength `500` */
  readonly text: string
  /** default `false` */
  readonly urgent: boolean
}

/** Couriers on the road and the dispatch that sends them */
export interface CourierLink {
  /** Where the courier is, every few seconds */
  readonly position: {
    readonly sentBy: 'consumer'
    readonly write: Position
    readonly read: Position
  }
  /** Offers a job */
  readonly assign: {
    readonly sentBy: 'provider'
    readonly write: JobW
    readonly read: JobR
    readonly reply: {
      readonly write: AssignReply
      readonly read: AssignReply
    }
  }
  /** The job is done */
  readonly delivered: {
    readonly sentBy: 'consumer'
    readonly write: Delivered
    readonly read: Delivered
    readonly reply: {
      readonly write: DeliveredReplyW
      readonly read: DeliveredReplyR
    }
  }
  /** A line of text between courier and dispatch */
  readonly chat: {
    readonly sentBy: 'either'
    readonly write: ChatW
    readonly read: ChatR
  }
}
