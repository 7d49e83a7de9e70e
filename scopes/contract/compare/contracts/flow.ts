import type { Slot } from '@tessera/contract.define/document'
import type { ContractFinding, Direction, Severity } from './finding.ts'

/** Which way a payload goes. */
export interface Flow {
  readonly sentBy: Slot['sentBy']
  /** A broker keeps it: what an old sender left behind is read by new readers too. */
  readonly retained: boolean
  readonly direction: Direction
}

/** What happened to the values that may travel. */
export interface Shift {
  /** Something that was fine is refused now. */
  readonly narrowed: boolean
  /** Something that was refused is fine now. */
  readonly widened: boolean
}

/** The old values must all be fine for those who read now: the provider's, or those of a consumer that sends on. */
export function needsOldInNew({ sentBy, retained }: Flow): boolean {
  return sentBy !== 'provider' || retained
}

/** The new values must all be fine for consumers that are deployed. */
export function needsNewInOld({ sentBy }: Flow): boolean {
  return sentBy !== 'consumer'
}

/** How grave a shift is, and whether new consumers then need the new provider. */
export function judge(
  flow: Flow,
  { narrowed, widened }: Shift,
): Pick<ContractFinding, 'severity' | 'needsNewProvider'> {
  const breaks = (narrowed && needsOldInNew(flow)) || (widened && needsNewInOld(flow))
  const severity: Severity = breaks ? 'breaking' : 'info'
  return { severity, ...(breaksNewConsumers(flow, { narrowed, widened }) ? { needsNewProvider: true } : {}) }
}

/** The opposite question: what new consumers send to, and get from, the old provider. */
export function breaksNewConsumers({ sentBy }: Flow, { narrowed, widened }: Shift): boolean {
  return (widened && sentBy !== 'provider') || (narrowed && sentBy !== 'consumer')
}
