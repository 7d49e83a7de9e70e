/** The keys of an address. The braces keep them on one node of a cluster, so that a script may change all of them. */
export function prefixOf(address: string): string {
  return `tessera:{${address}}`
}

/** Where it is kept which places have dead letters, as JSON of address and group. */
export const DEAD_PLACES = 'tessera:dead-places'

/** What belongs to one group of an address. */
export interface Place {
  readonly address: string
  readonly group: string
}

/** Streams of what is to handle, what waits and what is dead; `due` says until when something waits. */
export interface QueueKeys {
  readonly queue: string
  readonly delayed: string
  readonly due: string
  readonly dead: string
  readonly holder: string
}

export function keysOf({ address, group }: Place): QueueKeys {
  const prefix = prefixOf(address)
  return {
    queue: `${prefix}:queue:${group}`,
    delayed: `${prefix}:delayed:${group}`,
    due: `${prefix}:due:${group}`,
    dead: `${prefix}:dead:${group}`,
    holder: `${prefix}:holder:${group}`,
  }
}
