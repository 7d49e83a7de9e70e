// Generated from acme.shared/money/contract, edit the contract instead.
/**
 * An amount of money in minor units.
 *
 * What a writer supplies: what has a default may be left out.
 */
export interface MoneyW {
  /**
   * In minor units: 1290 is 12.90 EUR.
   *
   * integer
   */
  readonly amount: number
  /**
   * ISO 4217 code.
   *
   * pattern `^[A-Z]{3}$`, default `EUR`
   */
  readonly currency?: string | undefined
}

/**
 * An amount of money in minor units.
 *
 * What a reader is handed: defaults are filled in.
 */
export interface MoneyR {
  /**
   * In minor units: 1290 is 12.90 EUR.
   *
   * integer
   */
  readonly amount: number
  /**
   * ISO 4217 code.
   *
   * pattern `^[A-Z]{3}$`, default `EUR`
   */
  readonly currency: string
}
