// Generated from acme.orders/order-events/contract, edit the contract instead.
import { type Issue, codePoints, isObject, report } from '@tessera/runtime.core'

/** `placed/data`, received. */
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
}

/** `paid/data`, received. */
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
}

/** `shipped/data`, received. */
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
}
