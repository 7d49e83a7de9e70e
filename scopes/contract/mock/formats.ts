/** Checks of the formats by name; each is at least as strict as ajv-formats in its full mode. */
const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) => {
    const [day = '', time = '', ...rest] = text.split(/t/i)
    return rest.length === 0 && isDate(day) && isTime(time)
  },
  date: isDate,
  time: isTime,
  duration: (text) => /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|(\d+W)?)$/.test(text),
  email: isEmail,
  'idn-email': (text) => isEmail(ascii(text)),
  hostname: isHostname,
  'idn-hostname': (text) => isHostname(ascii(text)),
  ipv4: (text) => /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text),
  ipv6: isIpv6,
  uri: isUri,
  iri: (text) => isUri(ascii(text)),
  url: (text) => /^(?:https?|ftp):\/\/(?:[a-z\d-]+\.)+[a-z]{2,}(?::\d{2,5})?(?:\/|$)/i.test(text) && isUri(text),
  'uri-reference': (text) => text === '' || isUriReference(text),
  'iri-reference': (text) => text === '' || isUriReference(ascii(text)),
  'uri-template': (text) => /^(?:[\w\-.~:/?#[\]@!$&()*+,;=]|\{[\w.,]+\})*$/.test(text),
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  regex: isRegex,
  'json-pointer': (text) => /^(?:\/(?:[^~/]|~0|~1)*)*$/.test(text),
  'relative-json-pointer': (text) => /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/.test(text),
  byte: (text) => /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text),
}

/** Whether a text has a format; a format that is not known is a mere annotation and always holds. */
export function checkFormat(format: string, text: string): boolean {
  return !Object.hasOwn(CHECKS, format) || (CHECKS[format] as (text: string) => boolean)(text)
}

/** `int32` and `int64` speak of numbers. */
export function checkNumberFormat(format: string, value: number): boolean {
  if (format === 'int64') return Number.isInteger(value)
  return format !== 'int32' || (Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31)
}

export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(CHECKS, format)
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}

/** With an offset; a leap second is refused, validators disagree about it. */
function isTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i.test(text)
}

function isEmail(text: string): boolean {
  const [local = '', host = '', ...rest] = text.split('@')
  return rest.length === 0 && /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) && isMailHost(host)
}

function isMailHost(host: string): boolean {
  return host.includes('.') && isHostname(host)
}

function isHostname(text: string): boolean {
  const labels = text.split('.')
  return text.length <= 253 && labels.every((label) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label))
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const count = halves.length === 2 ? groups.length < 8 : groups.length === 8
  return count && groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
}

function isUri(text: string): boolean {
  return (
    /^[a-z][a-z\d+.-]*:(?:\/\/[\w\-.~:@!$&'()*+,;=%]+)?[\w\-.~:/?#@!$&'()*+,;=%]+$/i.test(text) &&
    !/%(?![\da-f]{2})/i.test(text) &&
    !/#.*#/.test(text)
  )
}

/** Relative references that are plain to all validators: a colon or two slashes at the start are not. */
function isUriReference(text: string): boolean {
  if (isUri(text)) return true
  return (
    /^(?:[\w\-.~!$&'()*+,;=@%]+)?(?:\/[\w\-.~:!$&'()*+,;=@%]+)*\/?(?:\?[\w\-.~:/?!$&'()*+,;=@%]*)?(?:#[\w\-.~:/?!$&'()*+,;=@%]*)?$/.test(
      text,
    ) && !/%(?![\da-f]{2})/i.test(text)
  )
}

/** Letters of other scripts stand where letters may. */
function ascii(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}]/gu, (character) => (character < '\u0080' ? character : 'x'))
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp && !/\\Z/.test(text)
  } catch {
    return false
  }
}
