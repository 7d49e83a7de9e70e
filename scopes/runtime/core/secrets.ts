import type { ContractDefinition } from './check.ts'
import { isRuntimeError } from './errors.ts'

/** Whether the contract redacts a part of what travels, anywhere or under one name: an operation, channel, item or event. */
export function mayHoldSecrets({ redact = {} }: Pick<ContractDefinition, 'redact'>, name?: string): boolean {
  return Object.keys(redact).some((slot) => name === undefined || slot.startsWith(`${name}/`))
}

/** What is said of an error. Whatever is not ours may quote a payload: where that holds secrets, it is not repeated. */
export function failureMessage(error: unknown, isSecret: boolean): string {
  if (isSecret && !isRuntimeError(error)) return 'its handler failed; the contract redacts what it may have quoted'
  return error instanceof Error ? error.message : String(error)
}

/** Warns of what a handler threw: in the process, or in the console of a page. */
export function warnOfFailure(what: string, error: unknown, { isSecret, traceparent }: Told): void {
  const text = `${what}: ${stackOf(error, isSecret)}`
  const { process } = globalThis as Partial<typeof globalThis>
  if (process === undefined) console.warn(text, traceparent)
  else process.emitWarning(text, { type: 'TesseraHandlerError', detail: traceparent })
}

interface Told {
  /** Whether the handler had in hand what the contract redacts. */
  readonly isSecret: boolean
  readonly traceparent: string
}

/** Where it was thrown helps, and quotes nothing. */
function stackOf(error: unknown, isSecret: boolean): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (!isSecret || isRuntimeError(error)) return stack
  const places = stack.split('\n').filter((line) => PLACE.test(line))
  return [failureMessage(error, isSecret), ...places].join('\n')
}

const PLACE = /^ {4}at [^()]*\(?[^()]*:\d+:\d+\)?$/
