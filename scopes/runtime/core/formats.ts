import { isDate, isDateTime, isDuration, isTime } from './format-times.ts'
import { isEmail, isHostname, isIpv4, isIpv6, isUri, isUriReference } from './format-names.ts'

const FORMATS: ReadonlyMap<string, (value: string) => boolean> = new Map(
  Object.entries({
    base64: isBase64,
    base64url: (value: string) => /^(?:[\w-]{4})*(?:[\w-]{2,3})?$/.test(value),
    byte: isBase64,
    date: isDate,
    'date-time': isDateTime,
    duration: isDuration,
    email: isEmail,
    hostname: isHostname,
    ipv4: isIpv4,
    ipv6: isIpv6,
    'json-pointer': (value: string) => /^(?:\/(?:[^~/]|~[01])*)*$/.test(value),
    regex: isRegex,
    time: isTime,
    uri: isUri,
    'uri-reference': isUriReference,
    uuid: (value: string) => /^(?:urn:uuid:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
  }),
)

/**
 * Whether a string has a JSON Schema format, as ajv-formats (full) judges it. A format it does not know always holds:
 * it is an annotation then.
 */
export function isFormat(format: string, value: string): boolean {
  return FORMATS.get(format)?.(value) ?? true
}

function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(value)
}

function isRegex(value: string): boolean {
  // Means "end of text" elsewhere, a plain Z in JavaScript.
  if (/[^\\]\\Z/.test(value)) return false
  try {
    return new RegExp(value) instanceof RegExp
  } catch {
    return false
  }
}
