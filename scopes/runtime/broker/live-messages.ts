import type { Stored } from './changes.ts'
import type { Packed } from './packed.ts'

/** Where in the log a message stands. */
export interface Place {
  readonly segment: number
  readonly bytes: number
}

/** The messages that somebody has still to handle, by the segment they stand in. */
export interface LiveMessages {
  readonly bytes: number
  /** A message that was known is in another place now. */
  keep(stored: Stored<Packed>, place: Place): void
  forget(stored: Stored<Packed>): void
  in(segment: number): readonly Stored<Packed>[]
}

export function createLiveMessages(): LiveMessages {
  const places = new Map<Stored<Packed>, Place>()
  const segments = new Map<number, Set<Stored<Packed>>>()
  let bytes = 0

  function forget(stored: Stored<Packed>): void {
    const place = places.get(stored)
    if (!place) return
    bytes -= place.bytes
    places.delete(stored)
    const others = segments.get(place.segment)
    others?.delete(stored)
    if (others?.size === 0) segments.delete(place.segment)
  }

  return {
    get bytes() {
      return bytes
    },
    keep(stored, place) {
      forget(stored)
      bytes += place.bytes
      places.set(stored, place)
      segments.set(place.segment, (segments.get(place.segment) ?? new Set()).add(stored))
    },
    forget,
    in: (segment) => [...(segments.get(segment) ?? [])],
  }
}
