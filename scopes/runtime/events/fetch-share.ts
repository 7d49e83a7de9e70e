import type { EventsDefinition } from '@tessera/runtime.core'
import type { EventStatistics, FetchShareWarning } from './client.ts'

/** Counts what details cost, and warns once when they cost more than the contract expects. */
export interface FetchShare {
  event(name: string): void
  /** A handler asked for details for the first time. */
  asked(name: string): void
  fetched(name: string): void
  statistics(name?: string): EventStatistics
}

/** Before so many events a share says nothing. */
const FIRST_LOOK = 100

export function createFetchShare(
  { contract, expectedFetchShare: expected }: EventsDefinition,
  service: string,
  warn: (warning: FetchShareWarning) => void = warnProcess,
): FetchShare {
  const counts = new Map<string, { events: number; asked: number; fetched: number }>()
  let nextLook = FIRST_LOOK
  let warned = false

  function count(name: string, what: 'events' | 'asked' | 'fetched'): void {
    const counted = counts.get(name) ?? { events: 0, asked: 0, fetched: 0 }
    counted[what]++
    counts.set(name, counted)
  }

  function statistics(name?: string): EventStatistics {
    const chosen = [...counts].filter(([event]) => name === undefined || event === name).map(([, counted]) => counted)
    const sum = (what: 'events' | 'asked' | 'fetched'): number => chosen.reduce((total, each) => total + each[what], 0)
    const [events, fetched] = [sum('events'), sum('fetched')]
    return { events, asked: sum('asked'), fetched, share: events === 0 ? 0 : fetched / events }
  }

  /** Each time that twice as many came: a burst is not what the contract is about. */
  function look(): void {
    const { events, share } = statistics()
    if (warned || events < nextLook) return
    nextLook *= 2
    if (share <= expected) return
    warned = true
    const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`
    const message =
      `${service} fetches details for ${percent(share)} of the events of ${contract}, which expects ${percent(expected)}: ` +
      'put the fields it needs into the event, or send full messages'
    warn({ contract, service, share, expected, message })
  }

  return {
    event(name) {
      look()
      count(name, 'events')
    },
    asked: (name) => count(name, 'asked'),
    fetched: (name) => count(name, 'fetched'),
    statistics,
  }
}

function warnProcess({ message }: FetchShareWarning): void {
  process.emitWarning(message, { type: 'TesseraFetchShareWarning' })
}
