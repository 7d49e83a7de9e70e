import { isObject, isRuntimeError, Unavailable, UnexpectedResponse } from '@tessera/runtime.core'

/** Codes of Node and undici for "nobody is there", in words. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EAI_AGAIN: 'host name not resolved',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'host unknown',
  ETIMEDOUT: 'connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  UND_ERR_CLOSED: 'this client is drained',
  UND_ERR_DESTROYED: 'this client is drained',
}

/** Codes for a connection that was there, and broke. The other side may have done the work. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET'])

/** One attempt took longer than it may. */
export class AttemptTimeout extends Error {}

/** A browser says no more than that a call failed. */
export class NetworkFailure extends Error {
  constructor(cause: unknown) {
    super('the network failed', { cause })
  }
}

/** A browser follows a redirect, or keeps it to itself. */
export class HiddenRedirect extends Error {}

/** An answer is larger than the client takes. */
export class ResponseTooLarge extends Error {}

/** Whether there was no connection, or it broke: what another try, or another base URL, may mend. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof AttemptTimeout || error instanceof NetworkFailure) return true
  const code = codeOf(error)
  return BROKEN.has(code) || (Object.hasOwn(UNREACHABLE, code) && !isDrained(code))
}

function isDrained(code: string): boolean {
  return code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED'
}

/** Why sending failed, as an error of ours; a mistake in how it was sent is returned as it is. */
export function translateFailure(error: unknown, operation: string): unknown {
  if (isRuntimeError(error)) return error
  if (error instanceof AttemptTimeout) return new Unavailable(operation, 'no answer within attemptMs')
  if (error instanceof NetworkFailure) {
    return new Unavailable(
      operation,
      'no connection, or it broke, or it lets no page of this origin call it',
      error.cause,
    )
  }
  if (error instanceof ResponseTooLarge)
    return new UnexpectedResponse(operation, 'larger than maxResponseBytes', UNSEEN)
  if (error instanceof HiddenRedirect)
    return new UnexpectedResponse(operation, 'a redirect, which browsers hide', UNSEEN)
  const code = codeOf(error)
  if (BROKEN.has(code)) return new Unavailable(operation, 'the connection broke', error)
  if (error instanceof Error && error.name === 'HTTPParserError')
    return new Unavailable(operation, 'what answers speaks no HTTP', error)
  if (code === '' || code.startsWith('UND_ERR_INVALID')) return error
  return new Unavailable(operation, UNREACHABLE[code] ?? `cannot be reached (${code})`, error)
}

const UNSEEN = { status: 0, mediaType: '', bodyStart: '' } as const

function codeOf(error: unknown): string {
  return isObject(error) && typeof error.code === 'string' ? error.code : ''
}
