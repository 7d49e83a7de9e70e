import { type ContractDocument } from '@tessera/contract.define'
import type { CheckCase, CheckOptions, ProviderReport, Reached } from './report.ts'

export {
  type CheckCase,
  type CheckFinding,
  type CheckOptions,
  type CheckRule,
  failed,
  type ProviderReport,
} from './report.ts'

/**
 * Holds a running provider, of whatever language, to its contract: valid payloads, payloads at the borders, and ones
 * that must be refused. What it sends by itself is looked at too.
 * @throws TypeError where the URL does not suit the pattern; Unavailable where nothing can be reached at it
 */
export async function checkProvider(document: ContractDocument, options: CheckOptions): Promise<ProviderReport> {
  const cases = await casesOf(document, options)
  const { id: contract, line } = document
  return {
    contract,
    line,
    provider: typeof options.url === 'string' ? withoutCredentials(options.url) : options.url.url,
    seed: options.seed ?? 1,
    cases,
  }
}

async function casesOf(document: ContractDocument, options: CheckOptions): Promise<readonly CheckCase[]> {
  switch (document.pattern) {
    case 'http':
      return (await import('./http/check-http.ts')).checkHttp(document, reached(options))
    case 'sockets':
      return (await import('./check-sockets.ts')).checkSockets(document, reached(options))
    case 'messaging':
      return (await import('./check-messaging.ts')).checkMessaging(document, options)
    case 'events':
      return (await import('./check-events.ts')).checkEvents(document, options)
    case 'schemas':
      throw new TypeError(`${document.id} has schemas only: nothing of it can run`)
  }
}

/** Brokers are for messages and events. */
function reached(options: CheckOptions): Reached {
  const { url } = options
  if (typeof url === 'string') return { ...options, url }
  throw new TypeError(`${url.url} is a broker: this contract is not spoken over one`)
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}
