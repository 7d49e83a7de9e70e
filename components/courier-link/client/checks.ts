// Generated from acme.dispatch/courier-link/contract, edit the contract instead.
import { type Issue, codePoints, escapePointer, isObject, report } from '@tessera/runtime.core'

/** `position/message`, sent. */
export function positionMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const at: unknown = value['at']
    if (at === undefined) report(issues, `${pointer}/at`, 'required', 'is missing')
    else checkPlace(at, `${pointer}/at`, issues)
    const battery: unknown = value['battery']
    if (battery !== undefined) {
      if (typeof battery !== 'number' || !Number.isFinite(battery))
        report(issues, `${pointer}/battery`, 'type', 'must be a number')
      else {
        if (battery < 0) report(issues, `${pointer}/battery`, 'minimum', 'must be at least 0')
        if (battery > 1) report(issues, `${pointer}/battery`, 'maximum', 'must be at most 1')
      }
    }
  }
  closePositionMessage(value, pointer, issues)
}

/** `assign/message`, received. */
export function assignMessage(value: unknown, pointer: string, issues: Issue[]): void {
  checkJob(value, pointer, issues)
  fillJob(value)
}

/** `assign/reply`, sent. */
export function assignReply(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const accepted: unknown = value['accepted']
    if (accepted === undefined) report(issues, `${pointer}/accepted`, 'required', 'is missing')
    else if (typeof accepted !== 'boolean')
      report(issues, `${pointer}/accepted`, 'type', 'must be true or false')
    const minutes: unknown = value['minutes']
    if (minutes !== undefined) {
      if (typeof minutes !== 'number' || !Number.isInteger(minutes))
        report(issues, `${pointer}/minutes`, 'type', 'must be a whole number')
      else if (minutes < 0) report(issues, `${pointer}/minutes`, 'minimum', 'must be at least 0')
    }
  }
  closeAssignReply(value, pointer, issues)
}

/** `delivered/message`, sent. */
export function deliveredMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const at: unknown = value['at']
    if (at === undefined) report(issues, `${pointer}/at`, 'required', 'is missing')
    else checkPlace(at, `${pointer}/at`, issues)
  }
  closeDeliveredMessage(value, pointer, issues)
}

/** `delivered/reply`, received. */
export function deliveredReply(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const earnedToday: unknown = value['earnedToday']
    if (earnedToday === undefined)
      report(issues, `${pointer}/earnedToday`, 'required', 'is missing')
    else checkMoney(earnedToday, `${pointer}/earnedToday`, issues)
  }
  fillDeliveredReply(value)
}

/** `chat/message`, received. */
export function chatMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const text: unknown = value['text']
    if (text === undefined) report(issues, `${pointer}/text`, 'required', 'is missing')
    else if (typeof text !== 'string') report(issues, `${pointer}/text`, 'type', 'must be a string')
    else {
      if (codePoints(text) < 1)
        report(issues, `${pointer}/text`, 'minLength', 'must have at least 1 character')
      if (codePoints(text) > 500)
        report(issues, `${pointer}/text`, 'maxLength', 'must have at most 500 characters')
    }
    const urgent: unknown = value['urgent']
    if (urgent !== undefined && typeof urgent !== 'boolean')
      report(issues, `${pointer}/urgent`, 'type', 'must be true or false')
  }
  fillChatMessage(value)
}

/** `chat/message`, sent. */
export function chatMessageSent(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const text: unknown = value['text']
    if (text === undefined) report(issues, `${pointer}/text`, 'required', 'is missing')
    else if (typeof text !== 'string') report(issues, `${pointer}/text`, 'type', 'must be a string')
    else {
      if (codePoints(text) < 1)
        report(issues, `${pointer}/text`, 'minLength', 'must have at least 1 character')
      if (codePoints(text) > 500)
        report(issues, `${pointer}/text`, 'maxLength', 'must have at most 500 characters')
    }
    const urgent: unknown = value['urgent']
    if (urgent !== undefined && typeof urgent !== 'boolean')
      report(issues, `${pointer}/urgent`, 'type', 'must be true or false')
  }
  closeChatMessage(value, pointer, issues)
}

function checkPlace(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const lat: unknown = value['lat']
    if (lat === undefined) report(issues, `${pointer}/lat`, 'required', 'is missing')
    else if (typeof lat !== 'number' || !Number.isFinite(lat))
      report(issues, `${pointer}/lat`, 'type', 'must be a number')
    else {
      if (lat < -90) report(issues, `${pointer}/lat`, 'minimum', 'must be at least -90')
      if (lat > 90) report(issues, `${pointer}/lat`, 'maximum', 'must be at most 90')
    }
    const lon: unknown = value['lon']
    if (lon === undefined) report(issues, `${pointer}/lon`, 'required', 'is missing')
    else if (typeof lon !== 'number' || !Number.isFinite(lon))
      report(issues, `${pointer}/lon`, 'type', 'must be a number')
    else {
      if (lon < -180) report(issues, `${pointer}/lon`, 'minimum', 'must be at least -180')
      if (lon > 180) report(issues, `${pointer}/lon`, 'maximum', 'must be at most 180')
    }
  }
}

function closePositionMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) {
    undeclared(value, ['at', 'battery'], pointer, issues)
    const at: unknown = value['at']
    closePlace(at, `${pointer}/at`, issues)
  }
}

function checkJob(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orderId: unknown = value['orderId']
    if (orderId === undefined) report(issues, `${pointer}/orderId`, 'required', 'is missing')
    else if (typeof orderId !== 'string')
      report(issues, `${pointer}/orderId`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(orderId))
      report(issues, `${pointer}/orderId`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const from: unknown = value['from']
    if (from === undefined) report(issues, `${pointer}/from`, 'required', 'is missing')
    else checkPlace(from, `${pointer}/from`, issues)
    const to: unknown = value['to']
    if (to === undefined) report(issues, `${pointer}/to`, 'required', 'is missing')
    else checkPlace(to, `${pointer}/to`, issues)
    const fee: unknown = value['fee']
    if (fee === undefined) report(issues, `${pointer}/fee`, 'required', 'is missing')
    else checkMoney(fee, `${pointer}/fee`, issues)
    const note: unknown = value['note']
    if (note !== undefined) {
      if (typeof note !== 'string') report(issues, `${pointer}/note`, 'type', 'must be a string')
      else if (codePoints(note) > 200)
        report(issues, `${pointer}/note`, 'maxLength', 'must have at most 200 characters')
    }
  }
}

function fillJob(value: unknown): void {
  if (isObject(value)) {
    const fee: unknown = value['fee']
    fillMoney(fee)
  }
}

function closeAssignReply(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['accepted', 'minutes'], pointer, issues)
}

function closeDeliveredMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) {
    undeclared(value, ['orderId', 'at'], pointer, issues)
    const at: unknown = value['at']
    closePlace(at, `${pointer}/at`, issues)
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

function fillDeliveredReply(value: unknown): void {
  if (isObject(value)) {
    const earnedToday: unknown = value['earnedToday']
    fillMoney(earnedToday)
  }
}

function fillChatMessage(value: unknown): void {
  if (isObject(value)) {
    if (value['urgent'] === undefined) value['urgent'] = false
  }
}

function closeChatMessage(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['text', 'urgent'], pointer, issues)
}

function closePlace(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['lat', 'lon'], pointer, issues)
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
