import { suggestion } from '@tessera/core.model'
import type { ContractDocument, HttpOperation } from './document.ts'
import type { Finder } from './finder.ts'
import { propertyNames, slotSchema } from './schema-facts.ts'
import { escapePointer } from './shape.ts'

const METHODS: readonly string[] = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE']
const SEGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@%]|\{[\p{ID_Start}_][\p{ID_Continue}]*\})*$/u

/** What is wrong with operations: each by itself, and that each route leads to one. */
export function checkOperations(document: ContractDocument, found: Finder): void {
  const operations = Object.entries(document.operations ?? {})
  if (operations.length === 0) {
    found.error('NO_OPERATIONS', '/operations', 'the contract has no operation', 'declare at least one')
  }
  checkRoutes(operations, found)
  for (const [name, operation] of operations) {
    checkOperation({ document, name, operation, at: `/operations/${escapePointer(name)}`, found })
  }
}

function checkRoutes(operations: readonly (readonly [string, HttpOperation])[], found: Finder): void {
  const routes = new Map<string, string>()
  for (const [name, { method, path, webhook }] of operations) {
    const route = `${webhook === true} ${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`
    const other = routes.get(route)
    if (other !== undefined) {
      const message = `${name} has the route of ${other}: ${method} ${path}`
      found.error(
        'DUPLICATE_ROUTE',
        `/operations/${escapePointer(name)}/path`,
        message,
        'give one of them another path or method',
      )
    }
    routes.set(route, name)
  }
}

interface Checking {
  readonly document: ContractDocument
  readonly name: string
  readonly operation: HttpOperation
  /** JSON pointer of the operation. */
  readonly at: string
  readonly found: Finder
}

function checkOperation(checking: Checking): void {
  const { name, operation, at, found } = checking
  const { method, request, deadlineMs } = operation
  if (!METHODS.includes(method)) {
    found.error('INVALID_METHOD', `${at}/method`, `"${method}" is no method`, `use ${METHODS.join(', ')}`)
  }
  if (request.body !== undefined && (method === 'GET' || method === 'DELETE')) {
    found.error('BODY_NOT_ALLOWED', `${at}/body`, `${name} is a ${method} with a body`, 'use query, or POST')
  }
  if (deadlineMs !== undefined && !(Number.isInteger(deadlineMs) && deadlineMs > 0)) {
    const message = `the deadline of ${name} is ${deadlineMs}`
    found.error('INVALID_DEADLINE', `${at}/deadlineMs`, message, 'give whole milliseconds above 0')
  }
  checkPath(checking)
  checkHeaderNames(checking)
  checkStatuses(checking)
}

function checkPath({ document, operation, at, found }: Checking): void {
  const { path } = operation
  const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] as string)
  const segments = path.slice(1).split('/')
  const isPath = path.startsWith('/') && segments.every((segment) => SEGMENT.test(segment))
  if (!isPath || new Set(inPath).size < inPath.length) {
    const hint = 'start with / and name each parameter once: /orders/{id}'
    found.error('INVALID_PATH', `${at}/path`, `"${path}" is no path`, hint)
    return
  }
  const declared = namesOf(document, operation.request.params)
  for (const parameter of inPath.filter((key) => !declared.includes(key))) {
    const message = `{${parameter}} of ${path} is not declared`
    found.error('PATH_PARAMETER_UNDECLARED', `${at}/path`, message, `add params: { ${parameter}: z.string() }`)
  }
  for (const parameter of declared.filter((key) => !inPath.includes(key))) {
    const message = `"${parameter}" is not in the path ${path}${suggestion(parameter, inPath)}`
    const hint = `put {${parameter}} into the path, or move it to query`
    found.error('PATH_PARAMETER_UNUSED', `${at}/params/${escapePointer(parameter)}`, message, hint)
  }
}

/** Header names have no case on the wire; one spelling keeps generated code and peers alike. */
function checkHeaderNames({ document, operation, at, found }: Checking): void {
  const answers = Object.entries(operation.responses).map(
    ([status, { headers }]) => [`responses/${status}/headers`, headers] as const,
  )
  for (const [part, slot] of [['headers', operation.request.headers] as const, ...answers]) {
    for (const header of namesOf(document, slot).filter((name) => !isHeaderName(name))) {
      const hint = `write "${header.toLowerCase().replaceAll(/\s|_/g, '-')}"`
      const place = `${at}/${part}/${escapePointer(header)}`
      found.error('INVALID_HEADER', place, `"${header}" is no header name here`, hint)
    }
  }
}

export function isHeaderName(name: string): boolean {
  return /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)
}

function checkStatuses({ name, operation, at, found }: Checking): void {
  const statuses = Object.entries(operation.responses)
  if (statuses.length === 0) {
    const hint = 'declare at least one status: responses: { 204: null }'
    found.error('NO_RESPONSES', `${at}/responses`, `${name} answers nothing`, hint)
  }
  for (const [status, { body }] of statuses) {
    const place = `${at}/responses/${escapePointer(status)}`
    if (!/^[2-5]\d\d$/.test(status)) {
      found.error('INVALID_STATUS', place, `${name} answers with ${status}`, 'use a status from 200 to 599')
    } else if (['204', '205', '304'].includes(status) && body !== undefined) {
      found.error('BODY_NOT_ALLOWED', place, `${name} answers ${status} with a body`, 'say null, or another status')
    }
  }
}

function namesOf(document: ContractDocument, slot: string | undefined): readonly string[] {
  const schema = slotSchema(document, slot)
  return schema === undefined ? [] : propertyNames(schema, document.$defs)
}
