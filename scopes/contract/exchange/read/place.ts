import { isRecord } from '@tessera/core.model'
import { pointerTo } from './source.ts'

/** A value in a document, and where it stands. */
export interface Place {
  readonly file: string
  readonly pointer: string
  readonly value: unknown
}

/** A member, whose value is undefined where there is none; names of prototypes are none. */
export function member(place: Place, key: string): Place {
  const value = isRecord(place.value) && Object.hasOwn(place.value, key) ? place.value[key] : undefined
  return { file: place.file, pointer: pointerTo(place.pointer, key), value }
}

/** The members of an object; none of anything else. */
export function members(place: Place): readonly (readonly [key: string, member: Place])[] {
  return isRecord(place.value) ? Object.keys(place.value).map((key) => [key, member(place, key)]) : []
}

/** The items of a list; none of anything else. */
export function items(place: Place): readonly Place[] {
  if (!Array.isArray(place.value)) return []
  return place.value.map((value: unknown, index) => ({
    file: place.file,
    pointer: pointerTo(place.pointer, index),
    value,
  }))
}

/** Text of a member, where it is text and not empty. */
export function text(place: Place, key: string): string | undefined {
  const { value } = member(place, key)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

export function exists(place: Place): boolean {
  return place.value !== undefined
}
