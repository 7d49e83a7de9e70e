const ATOM = "[a-z\\d!#$%&'*+/=?^_`{|}~-]+"
/** Hyphens only inside. Written so that each text is read in one way: linear in its length. */
const DOMAIN_LABEL = String.raw`[a-z\d]+(?:-+[a-z\d]+)*`
const EMAIL = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*@${DOMAIN_LABEL}(?:\.${DOMAIN_LABEL})+$`, 'i')
const HOST_LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i
const OCTET = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/
const PADDED_OCTET = /^(?:25[0-5]|2[0-4]\d|[01]?\d\d?)$/
const GROUP = /^[\da-f]{1,4}$/i

/** Dot-separated atoms, `@`, a domain of two labels or more. */
export function isEmail(value: string): boolean {
  return EMAIL.test(value)
}

export function isHostname(value: string): boolean {
  const name = value.endsWith('.') ? value.slice(0, -1) : value
  return name.length <= 253 && every(name.split('.'), HOST_LABEL)
}

export function isIpv4(value: string): boolean {
  return isQuad(value, OCTET)
}

export function isIpv6(value: string): boolean {
  return isAddress(value, OCTET)
}

/** RFC 3986 with a scheme, and something after it. */
export function isUri(value: string): boolean {
  const [scheme, hierarchy] = dissect(value, PCHARS)
  return scheme !== '' && hierarchy !== undefined && hierarchy !== ''
}

/** RFC 3986, relative or not; quotation marks are let through, as ajv does. */
export function isUriReference(value: string): boolean {
  return dissect(value, QUOTED_PCHARS)[1] !== undefined
}

const PCHARS = /^(?:[\w\-.~!$&'()*+,;=:@/]|%[\da-f]{2})*$/i
const QUOTED_PCHARS = /^(?:[\w\-.~!$&'"()*+,;=:@/]|%[\da-f]{2})*$/i
const BRACKETED = /^\/?\/(?:(?:[\w\-.~!$&'()*+,;=:]|%[\da-f]{2})*@)?\[([^\]]*)\](?::\d*)?(|\/.*)$/i
const FUTURE = /^v[\da-f]+\.[\w\-.~!$&'()*+,;=:]+$/i

/** Scheme (may be empty) and what stands before query and fragment; that is `undefined` where any part is malformed. */
function dissect(value: string, chars: RegExp): [scheme: string, hierarchy: string | undefined] {
  const [beforeFragment, fragment] = cut(value, '#')
  const [beforeQuery, query] = cut(beforeFragment, '?')
  const scheme = /^[a-z][a-z\d+\-.]*:/i.exec(beforeQuery)?.[0] ?? ''
  const hierarchy = beforeQuery.slice(scheme.length)
  const valid = isHierarchy(hierarchy, chars) && isTail(query, chars) && isTail(fragment, chars)
  return [scheme, valid ? hierarchy : undefined]
}

/** An authority and path without brackets is any run of path characters; brackets stand only around an IP address. */
function isHierarchy(text: string, chars: RegExp): boolean {
  if (chars.test(text)) return true
  const [, address, path] = BRACKETED.exec(text) ?? []
  if (address === undefined || path === undefined) return false
  return chars.test(path) && (FUTURE.test(address) || isAddress(address, PADDED_OCTET))
}

function isTail(text: string, chars: RegExp): boolean {
  return chars.test(text.replaceAll('?', '/'))
}

function cut(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Eight groups; `::` stands for one or more of them, a dotted quad at the end for two. */
function isAddress(value: string, octet: RegExp): boolean {
  const halves = value.split('::')
  if (halves.length > 2) return false
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const all = groups.flat()
  const last = groups.at(-1)?.at(-1) ?? ''
  const quad = last.includes('.') ? 1 : 0
  if (quad === 1 && !isQuad(last, octet)) return false
  if (!every(quad === 1 ? all.slice(0, -1) : all, GROUP)) return false
  const size = all.length + quad
  return halves.length === 2 ? size <= 7 : size === 8
}

function isQuad(value: string, octet: RegExp): boolean {
  const parts = value.split('.')
  return parts.length === 4 && every(parts, octet)
}

function every(parts: readonly string[], pattern: RegExp): boolean {
  return parts.every((part) => pattern.test(part))
}
