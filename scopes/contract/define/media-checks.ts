import type { ContractDocument, Slot } from './document.ts'
import type { Finder } from './finder.ts'
import { resolve } from './schema-facts.ts'

const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;.*)?$/

/** A media type that is none, and a schema that could not travel in the one it has. */
export function checkMediaTypes(document: ContractDocument, found: Finder): void {
  for (const slot of document.slots) {
    const { at, mediaType } = slot
    if (mediaType === undefined) continue
    const error = (message: string, hint: string): void => found.error('INVALID_MEDIA_TYPE', `/${at}`, message, hint)
    if (!MEDIA_TYPE.test(mediaType)) error(`"${mediaType}" is no media type`, 'write one like text/csv')
    else if (isText(mediaType) && !mayBe('string', slot, document)) {
      error(`${at} travels as ${mediaType}, but is no text`, 'use a string, or JSON')
    } else if (isForm(mediaType) && !mayBe('object', slot, document)) {
      error(`${at} travels as ${mediaType}, but has no fields`, 'use an object, or JSON')
    }
  }
}

/** Whether payloads of a media type may hold files, or be one: forms in parts, and what is neither JSON nor text. */
export function carriesFiles(mediaType: string | undefined): boolean {
  if (mediaType === undefined || isText(mediaType)) return false
  return !/^application\/(?:(?:[\w.-]+\+)?json|x-www-form-urlencoded)\b/.test(mediaType)
}

function isText(mediaType: string): boolean {
  return mediaType.startsWith('text/')
}

function isForm(mediaType: string): boolean {
  return /^(?:application\/x-www-form-urlencoded|multipart\/)/.test(mediaType)
}

function mayBe(type: string, { schema }: Slot, { $defs }: ContractDocument): boolean {
  const target = resolve(schema, $defs)
  if (typeof target === 'boolean') return target
  return target['type'] === undefined || [target['type']].flat().includes(type)
}
