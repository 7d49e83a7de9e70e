import type { RetryPolicy } from '@tessera/contract.define/document'
import { canonicalJson } from '@tessera/core.model'
import { found } from './comparison.ts'
import type { ContractFinding } from './finding.ts'

/** Each subscriber follows the policy that it was built with, so that a change reaches it with its next version. */
export function compareRetry(
  old: RetryPolicy | undefined,
  now: RetryPolicy | undefined,
  place: Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>,
): readonly ContractFinding[] {
  if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) return []
  const message = `what fails is tried again in another way: ${inWords(now)}, was ${inWords(old)}`
  return [found('retry-changed', { severity: 'info', direction: 'message', ...place, message })]
}

function inWords(policy: RetryPolicy | undefined): string {
  if (policy === undefined) return 'nothing said'
  const { attempts, delayMs, backoff = 'constant', maxDelayMs } = policy
  return `${attempts} attempts ${delayMs} ms apart, ${backoff}${maxDelayMs === undefined ? '' : `, at most ${maxDelayMs} ms`}`
}
