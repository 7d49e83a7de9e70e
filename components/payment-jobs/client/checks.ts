// Generated from acme.payments/payment-jobs/contract, edit the contract instead.
import {
  type Issue,
  codePoints,
  escapePointer,
  isFormat,
  isObject,
  report,
  textToDate,
} from '@tessera/runtime.core'

/** `charges/message`, sent. */
export function chargesMessage(value: unknown, pointer: string, issues: Issue[]): void {
  checkCharge(value, pointer, issues)
  closeCharge(value, pointer, issues)
}

/** `charges/reply`, received. */
export function chargesReply(value: unknown, pointer: string, issues: Issue[]): void {
  checkCharged(value, pointer, issues)
}

/** `refunds/message`, sent. */
export function refundsMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const chargeId: unknown = value['chargeId']
    if (chargeId === undefined) report(issues, `${pointer}/chargeId`, 'required', 'is missing')
    else if (typeof chargeId !== 'string')
      report(issues, `${pointer}/chargeId`, 'type', 'must be a string')
    else if (!/^chg_[0-9a-f]{8}$/u.test(chargeId))
      report(issues, `${pointer}/chargeId`, 'pattern', 'must match ^chg_[0-9a-f]{8}$')
    const amount: unknown = value['amount']
    if (amount === undefined) report(issues, `${pointer}/amount`, 'required', 'is missing')
    else checkMoney(amount, `${pointer}/amount`, issues)
  }
  closeRefundsMessage(value, pointer, issues)
}

/** `settlements/message`, received. */
export function settlementsMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const chargeId: unknown = value['chargeId']
    if (chargeId === undefined) report(issues, `${pointer}/chargeId`, 'required', 'is missing')
    else if (typeof chargeId !== 'string')
      report(issues, `${pointer}/chargeId`, 'type', 'must be a string')
    else if (!/^chg_[0-9a-f]{8}$/u.test(chargeId))
      report(issues, `${pointer}/chargeId`, 'pattern', 'must match ^chg_[0-9a-f]{8}$')
    const amount: unknown = value['amount']
    if (amount === undefined) report(issues, `${pointer}/amount`, 'required', 'is missing')
    else checkMoney(amount, `${pointer}/amount`, issues)
    const kind: unknown = value['kind']
    if (kind === undefined) report(issues, `${pointer}/kind`, 'required', 'is missing')
    else if (kind !== 'charge' && kind !== 'refund')
      report(issues, `${pointer}/kind`, 'enum', 'must be one of "charge", "refund"')
    const settledAt: unknown = value['settledAt']
    if (settledAt === undefined) report(issues, `${pointer}/settledAt`, 'required', 'is missing')
    else if (typeof settledAt !== 'string')
      report(issues, `${pointer}/settledAt`, 'type', 'must be a string')
    else {
      if (!/Z$/u.test(settledAt)) report(issues, `${pointer}/settledAt`, 'pattern', 'must match Z$')
      if (!isFormat('date-time', settledAt))
        report(issues, `${pointer}/settledAt`, 'format', 'must be of format date-time')
    }
  }
  fillSettlementsMessage(value)
}

/** `limitChanges/message`, received. */
export function limitChangesMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const currency: unknown = value['currency']
    if (currency === undefined) report(issues, `${pointer}/currency`, 'required', 'is missing')
    else if (typeof currency !== 'string')
      report(issues, `${pointer}/currency`, 'type', 'must be a string')
    else if (!/^[A-Z]{3}$/u.test(currency))
      report(issues, `${pointer}/currency`, 'pattern', 'must match ^[A-Z]{3}$')
    const max: unknown = value['max']
    if (max === undefined) report(issues, `${pointer}/max`, 'required', 'is missing')
    else if (typeof max !== 'number' || !Number.isInteger(max))
      report(issues, `${pointer}/max`, 'type', 'must be a whole number')
    else if (max < 0) report(issues, `${pointer}/max`, 'minimum', 'must be at least 0')
  }
}

/** `settlements/message`, as a reader works with it. */
export function decodeSettlementsMessage(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['settledAt'] !== undefined) copy['settledAt'] = textToDate(copy['settledAt'])
  return copy
}

function checkCharge(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const total: unknown = value['total']
    if (total === undefined) report(issues, `${pointer}/total`, 'required', 'is missing')
    else checkMoney(total, `${pointer}/total`, issues)
    const cardToken: unknown = value['cardToken']
    if (cardToken === undefined) report(issues, `${pointer}/cardToken`, 'required', 'is missing')
    else if (typeof cardToken !== 'string')
      report(issues, `${pointer}/cardToken`, 'type', 'must be a string')
    else if (codePoints(cardToken) < 8)
      report(issues, `${pointer}/cardToken`, 'minLength', 'must have at least 8 characters')
  }
}

function closeCharge(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) {
    undeclared(value, ['orderId', 'total', 'cardToken'], pointer, issues)
    const total: unknown = value['total']
    closeMoney(total, `${pointer}/total`, issues)
  }
}

function checkCharged(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const chargeId: unknown = value['chargeId']
    if (chargeId === undefined) report(issues, `${pointer}/chargeId`, 'required', 'is missing')
    else if (typeof chargeId !== 'string')
      report(issues, `${pointer}/chargeId`, 'type', 'must be a string')
    else if (!/^chg_[0-9a-f]{8}$/u.test(chargeId))
      report(issues, `${pointer}/chargeId`, 'pattern', 'must match ^chg_[0-9a-f]{8}$')
    const outcome: unknown = value['outcome']
    if (outcome === undefined) report(issues, `${pointer}/outcome`, 'required', 'is missing')
    else if (outcome !== 'paid' && outcome !== 'refused')
      report(issues, `${pointer}/outcome`, 'enum', 'must be one of "paid", "refused"')
    const reason: unknown = value['reason']
    if (reason !== undefined && typeof reason !== 'string')
      report(issues, `${pointer}/reason`, 'type', 'must be a string')
  }
}

function checkMoney(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const amount: unknown = value['amount']
    if (amount === undefined) report(issues, `${pointer}/amount`, 'required', 'is missing')
    else if (typeof amount !== 'number' || !Number.isInteger(amount))
      report(issues, `${pointer}/amount`, 'type', 'must be a whole number')
    const currency: unknown = value['currency']
    if (currency !== undefined) {
      if (typeof currency !== 'string')
        report(issues, `${pointer}/currency`, 'type', 'must be a string')
      else if (!/^[A-Z]{3}$/u.test(currency))
        report(issues, `${pointer}/currency`, 'pattern', 'must match ^[A-Z]{3}$')
    }
  }
}

function closeRefundsMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) {
    undeclared(value, ['chargeId', 'amount'], pointer, issues)
    const amount: unknown = value['amount']
    closeMoney(amount, `${pointer}/amount`, issues)
  }
}

function fillSettlementsMessage(value: unknown): void {
  if (isObject(value)) {
    const amount: unknown = value['amount']
    fillMoney(amount)
  }
}

function closeMoney(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['amount', 'currency'], pointer, issues)
}

function fillMoney(value: unknown): void {
  if (isObject(value)) {
    if (value['currency'] === undefined) value['currency'] = 'EUR'
  }
}

/** Reports properties that the contract does not name. */
function undeclared(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  pointer: string,
  issues: Issue[],
  patterns: readonly RegExp[] = [],
): void {
  for (const key of Object.keys(value)) {
    if (
      value[key] === undefined ||
      names.includes(key) ||
      patterns.some((pattern) => pattern.test(key))
    )
      continue
    report(
      issues,
      `${pointer}/${escapePointer(key)}`,
      'additionalProperties',
      'is not declared by the contract',
    )
  }
}
