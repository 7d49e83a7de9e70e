import {
  ContractViolation,
  converted,
  type PayloadDefinition,
  type SocketDefinition,
  type SocketItemDefinition,
  validate,
  type ValidationOptions,
} from '@tessera/runtime.core'
import { encodeText } from './transport.ts'

/** A payload and the slot it stands in: `assign/reply`. */
export interface PayloadSlot {
  readonly at: string
  readonly definition: PayloadDefinition
}

/**
 * Holds a payload that is to be sent to the contract, and writes it.
 * @throws ContractViolation `sent`
 */
export function writePayload(value: unknown, slot: PayloadSlot, options: ValidationOptions): string {
  const { checkSent, check, encode } = slot.definition
  const wire = converted(value, encode)
  validate(wire, { check: checkSent ?? check, side: 'sent', at: slot.at }, options)
  const text = JSON.stringify(wire) as string | undefined
  if (text === undefined) throw violation('sent', slot.at, 'type', 'must be a JSON value')
  const { maxBytes = Infinity } = slot.definition
  // No text has more than three bytes for each of its units.
  if (text.length * 3 > maxBytes && encodeText(text).bytes > maxBytes) throw tooLarge('sent', slot.at, maxBytes)
  return text
}

/**
 * Holds a payload that has come in a frame of so many bytes to the contract; gives it as a reader is handed it.
 * @throws ContractViolation `received`
 */
export function readPayload(
  value: unknown,
  slot: PayloadSlot & { readonly frameBytes: number },
  options: ValidationOptions,
): unknown {
  const { check, decode, maxBytes = Infinity } = slot.definition
  if (slot.frameBytes > maxBytes && encodeText(JSON.stringify(value)).bytes > maxBytes) {
    throw tooLarge('received', slot.at, maxBytes)
  }
  validate(value, { check, side: 'received', at: slot.at }, options)
  return converted(value, decode)
}

/** A frame may be smaller than what a slot lets through. */
export function tooLarge(side: 'sent' | 'received', at: string, maxBytes: number): ContractViolation {
  return violation(side, at, 'maxBytes', `must have at most ${maxBytes} bytes`)
}

function violation(side: 'sent' | 'received', at: string, keyword: string, message: string): ContractViolation {
  return new ContractViolation(side, at, [{ pointer: '', keyword, message }])
}

/** Items of the contract that `sides` send, by name. */
export function itemsSentBy(
  { items }: SocketDefinition,
  side: 'provider' | 'consumer',
): ReadonlyMap<string, SocketItemDefinition> {
  return new Map(Object.entries(items).filter(([, { sentBy }]) => sentBy === side || sentBy === 'either'))
}
