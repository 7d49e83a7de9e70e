import { suggestion } from '@tessera/core.model'
import type { z } from 'zod'
import type { Finder } from './finder.ts'
import type { HttpOperationInput, Payload } from './http.ts'

const METHODS: readonly string[] = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE']
const OPTIONS: readonly string[] = [
  ...['method', 'path', 'summary', 'description', 'params', 'query', 'headers', 'body', 'responses', 'errors'],
  ...['deadlineMs', 'idempotent', 'deprecated'],
]
const SEGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@%]|\{[A-Za-z_]\w*\})*$/

/** What concerns all operations at once: that there are any, and that each route leads to one. */
export function checkRoutes(operations: Readonly<Record<string, HttpOperationInput>>, found: Finder): void {
  if (Object.keys(operations).length === 0) {
    found.error('NO_OPERATIONS', '/operations', 'the contract has no operation', 'declare at least one')
  }
  const routes = new Map<string, string>()
  for (const [name, { method, path }] of Object.entries(operations)) {
    const route = `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`
    const other = routes.get(route)
    if (other !== undefined) {
      const message = `${name} has the route of ${other}: ${method} ${path}`
      found.error('DUPLICATE_ROUTE', `/operations/${name}/path`, message, 'give one of them another path or method')
    }
    routes.set(route, name)
  }
}

/** What the compiler finds too, for contracts that were not type-checked, and what it cannot find. */
export function checkOperation(name: string, input: HttpOperationInput, found: Finder): void {
  const at = `/operations/${name}`
  if (!/^[A-Za-z]\w*$/.test(name)) {
    found.error('INVALID_OPERATION_NAME', at, `"${name}" cannot name an operation`, 'use a name like createOrder')
  }
  if (!METHODS.includes(input.method)) {
    found.error('INVALID_METHOD', `${at}/method`, `"${input.method}" is no method`, `use ${METHODS.join(', ')}`)
  }
  for (const option of Object.keys(input)) {
    if (OPTIONS.includes(option)) continue
    const message = `"${option}" is no option of an operation${suggestion(option, OPTIONS)}`
    found.error('UNKNOWN_OPTION', `${at}/${option}`, message, `options are ${OPTIONS.join(', ')}`)
  }
  if (input.body !== undefined && (input.method === 'GET' || input.method === 'DELETE')) {
    found.error('BODY_NOT_ALLOWED', `${at}/body`, `${name} is a ${input.method} with a body`, 'use query, or POST')
  }
  if (input.deadlineMs !== undefined && !(Number.isInteger(input.deadlineMs) && input.deadlineMs > 0)) {
    const message = `the deadline of ${name} is ${input.deadlineMs}`
    found.error('INVALID_DEADLINE', `${at}/deadlineMs`, message, 'give whole milliseconds above 0')
  }
  checkPresence(name, input, found)
  checkPath(name, input, found)
  checkHeaderNames(name, input.headers, found)
  checkStatuses(name, input, found)
}

/** A document has no way to say that a whole payload may be absent: silently required, it would refuse what Zod takes. */
function checkPresence(name: string, input: HttpOperationInput, found: Finder): void {
  const { params, query, headers, body, responses } = input
  const requests = Object.entries({ params, query, headers, body })
  const answers = Object.entries(responses).map(([status, payload]) => [`responses/${status}`, payload] as const)
  for (const [at, payload] of [...requests, ...answers]) {
    if (payload === undefined || payload === null || !mayBeAbsent(payload)) continue
    const message = `${at} of ${name} may be absent: a payload is declared or not, but never optional as a whole`
    found.error('OPTIONAL_PAYLOAD', `/operations/${name}/${at}`, message, presenceHint(at))
  }
}

function mayBeAbsent(payload: Payload): boolean {
  if (!('_zod' in payload)) return false
  const { optin } = (payload as z.ZodType)._zod
  return optin === 'optional' || optin === 'defaulted'
}

function presenceHint(at: string): string {
  if (at === 'body')
    return 'make its fields optional, so that {} may be sent: body: X.partial(); or send null: X.nullable()'
  if (at.startsWith('responses/'))
    return 'answer no body with another status: 204: null; or null in its place: X.nullable()'
  return 'make its fields optional instead: where all are, it may be left out'
}

function checkPath(name: string, { path, params }: HttpOperationInput, found: Finder): void {
  const at = `/operations/${name}`
  const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] as string)
  const invalid =
    !path.startsWith('/') ||
    !path
      .slice(1)
      .split('/')
      .every((segment) => SEGMENT.test(segment))
  if (invalid || new Set(inPath).size < inPath.length) {
    const hint = 'start with / and name each parameter once: /orders/{id}'
    found.error('INVALID_PATH', `${at}/path`, `"${path}" is no path`, hint)
    return
  }
  const declared = fieldNames(params)
  for (const parameter of inPath.filter((key) => !declared.includes(key))) {
    const message = `{${parameter}} of ${path} is not declared`
    found.error('PATH_PARAMETER_UNDECLARED', `${at}/path`, message, `add params: { ${parameter}: z.string() }`)
  }
  for (const parameter of declared.filter((key) => !inPath.includes(key))) {
    const message = `"${parameter}" is not in the path ${path}${suggestion(parameter, inPath)}`
    const hint = `put {${parameter}} into the path, or move it to query`
    found.error('PATH_PARAMETER_UNUSED', `${at}/params/${parameter}`, message, hint)
  }
}

/** Header names have no case on the wire; one spelling keeps generated code and peers alike. */
function checkHeaderNames(name: string, headers: Payload | undefined, found: Finder): void {
  for (const header of fieldNames(headers)) {
    if (/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(header)) continue
    const hint = `write "${header.toLowerCase().replaceAll(/\s|_/g, '-')}"`
    found.error('INVALID_HEADER', `/operations/${name}/headers/${header}`, `"${header}" is no header name here`, hint)
  }
}

function checkStatuses(name: string, { responses, errors = [] }: HttpOperationInput, found: Finder): void {
  const at = `/operations/${name}/responses`
  const statuses = [...Object.keys(responses), ...errors.map(String)]
  if (statuses.length === 0) {
    found.error('NO_RESPONSES', at, `${name} answers nothing`, 'declare at least one status: responses: { 204: null }')
  }
  for (const status of statuses) {
    if (!/^[2-5]\d\d$/.test(status)) {
      found.error('INVALID_STATUS', `${at}/${status}`, `${name} answers with ${status}`, 'use a status from 200 to 599')
    }
  }
  for (const status of [204, 205, 304]) {
    if (responses[status] === undefined || responses[status] === null) continue
    found.error(
      'BODY_NOT_ALLOWED',
      `${at}/${status}`,
      `${name} answers ${status} with a body`,
      'say null, or another status',
    )
  }
}

/** Names that a shape or an object schema declares; none where it is anything else. */
function fieldNames(payload: Payload | undefined): string[] {
  if (payload === undefined) return []
  if (!('_zod' in payload)) return Object.keys(payload)
  const def = (payload as { readonly _zod: { readonly def: object } })._zod.def
  return 'shape' in def ? Object.keys(def.shape as object) : []
}
