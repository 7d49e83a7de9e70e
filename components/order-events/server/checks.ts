// Generated from acme.orders/order-events/contract, edit the contract instead.
import { type Issue, codePoints, escapePointer, isObject, report } from '@tessera/runtime.core'

/** `placed/data`, sent. */
export function placedData(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const version: unknown = value['version']
    if (version === undefined) report(issues, `${pointer}/version`, 'required', 'is missing')
    else if (typeof version !== 'number' || !Number.isInteger(version))
      report(issues, `${pointer}/version`, 'type', 'must be a whole number')
    else if (version < 1) report(issues, `${pointer}/version`, 'minimum', 'must be at least 1')
  }
  closePlacedData(value, pointer, issues)
}

/** `paid/data`, sent. */
export function paidData(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const version: unknown = value['version']
    if (version === undefined) report(issues, `${pointer}/version`, 'required', 'is missing')
    else if (typeof version !== 'number' || !Number.isInteger(version))
      report(issues, `${pointer}/version`, 'type', 'must be a whole number')
    else if (version < 1) report(issues, `${pointer}/version`, 'minimum', 'must be at least 1')
  }
  closePaidData(value, pointer, issues)
}

/** `shipped/data`, sent. */
export function shippedData(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const version: unknown = value['version']
    if (version === undefined) report(issues, `${pointer}/version`, 'required', 'is missing')
    else if (typeof version !== 'number' || !Number.isInteger(version))
      report(issues, `${pointer}/version`, 'type', 'must be a whole number')
    else if (version < 1) report(issues, `${pointer}/version`, 'minimum', 'must be at least 1')
    const carrier: unknown = value['carrier']
    if (carrier === undefined) report(issues, `${pointer}/carrier`, 'required', 'is missing')
    else if (typeof carrier !== 'string')
      report(issues, `${pointer}/carrier`, 'type', 'must be a string')
    else if (codePoints(carrier) < 1)
      report(issues, `${pointer}/carrier`, 'minLength', 'must have at least 1 character')
  }
  closeShippedData(value, pointer, issues)
}

function closePlacedData(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['orderId', 'version'], pointer, issues)
}

function closePaidData(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['orderId', 'version'], pointer, issues)
}

function closeShippedData(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['orderId', 'version', 'carrier'], pointer, issues)
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
