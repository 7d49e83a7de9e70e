const HOST = '(?:[a-z]{1,60}\\.)*[a-z]{2,60}'
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)'
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`
const DATE = '(?:19|20)\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])'
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|[+-](?:0\\d|1[0-3]):(?:00|30))'
const URI = `[a-z][a-z\\d+.-]*:(?://${HOST}(?:/[\\w-]+)*(?:\\.[a-z]+|/)?(?:\\?[a-z]+=[\\w-]+)?(?:#[\\w-]+)?|[a-z][a-z\\d:]*)`
const URI_REFERENCE = `(?:${URI}|/?(?:[\\w-]+(?:/[\\w-]+)*)?(?:\\.[a-z]+)?(?:\\?[a-z]+=[\\w-]+)?(?:#[\\w/-]*)?)`
const UUID = '[\\da-fA-F]{8}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{12}'
const HEX = '[\\da-f]{1,4}'

/** Texts of each format, not all of them: what is drawn where a pattern or length asks for one of a kind. */
const PATTERNS: Readonly<Record<string, string>> = {
  'date-time': `${DATE}T${TIME}`,
  date: DATE,
  time: TIME,
  duration: 'P(?:\\d+W|(?:\\d+Y)?(?:\\d+M)?\\d+D|(?:\\d+D)?T(?:\\d+H)?(?:\\d+M)?\\d+S|\\d+Y|T\\d+[HM])',
  email: `[a-zA-Z\\d]{1,64}(?:[.+_-][a-zA-Z\\d]+)*@(?:[a-zA-Z]{1,60}\\.)+[a-zA-Z]{1,60}`,
  hostname: '(?:[a-zA-Z](?:[a-zA-Z\\d-]{0,60}[a-zA-Z\\d])?\\.)*[a-zA-Z](?:[a-zA-Z\\d-]{0,60}[a-zA-Z\\d])?',
  ipv4: IPV4,
  ipv6: `(?:${HEX}(?::${HEX}){7}|(?:${HEX}(?::${HEX}){0,5})?::(?:${HEX}(?::${HEX}){0,1})?)`,
  uri: URI,
  url: `(?:https?|ftp)://${HOST}\\.[a-z]{2,6}(?:(?:/[\\w-]+)+(?:\\.[a-z]+|/)?(?:\\?[a-z]+=[\\w-]+)?(?:#[\\w-]+)?)?`,
  'uri-reference': URI_REFERENCE,
  'uri-template': '(?:[\\w/:.-]|\\{[a-z]+\\})*',
  uuid: UUID,
  'json-pointer': '(?:/(?:[^~/\\s]|~0|~1)*)*',
  'relative-json-pointer': '(?:0|[1-9]\\d?)(?:#|(?:/(?:[\\w-]|~0|~1)*)*)',
  regex: '(?:[\\w -]|\\.|\\\\d|\\[a-z\\]\\+?)*',
  byte: '(?:[A-Za-z\\d+/]{4})*(?:[A-Za-z\\d+/]{2}==|[A-Za-z\\d+/]{3}=)?',
  'iso-time': TIME,
  'iso-date-time': `${DATE}T${TIME}`,
}

const SAME: Readonly<Record<string, string>> = {
  'idn-email': 'email',
  'idn-hostname': 'hostname',
  iri: 'uri',
  'iri-reference': 'uri-reference',
}

/** A pattern whose texts are mostly of a format; undefined where any text is. */
export function formatPattern(format: string): string | undefined {
  const pattern = PATTERNS[SAME[format] ?? format]
  return pattern && `^(?:${pattern})$`
}
