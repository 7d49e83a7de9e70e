import {
  type ByteStream,
  type Codecs,
  type ContractIdentity,
  converted,
  HEADERS,
  type HttpBodyDefinition,
  type HttpDefinition,
  type HttpOperationDefinition,
  type Issue,
  type ParametersDefinition,
} from '@tessera/runtime.core'
import { decodeHeaders } from './header-values.ts'
import { bodyForm, bodyIssues, bodyType, isExpected, readBody } from './body.ts'
import { issuesOf, mediaType } from './json-body.ts'
import { decodePath, type PathMatcher } from './path.ts'
import { incompatibleProblem, plainProblem, type Problem, violationProblem } from './problem.ts'
import { decodeQuery } from './query.ts'

export interface IncomingRequest {
  /** Path and query as they came. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** All of a body; a stream of one that the contract calls bytes; nothing where none came. */
export type IncomingBody = Uint8Array | ByteStream | undefined

export interface OperationReader {
  readonly name: string
  readonly operation: HttpOperationDefinition
  readonly match: PathMatcher
}

export type Reading = { readonly input: Readonly<Record<string, unknown>> } | { readonly problem: Problem }

/** Reads a request as the input of its operation, defaults filled; or says what is wrong with it. */
export function readRequest(
  reader: OperationReader,
  request: IncomingRequest,
  body: IncomingBody,
): Reading | Promise<Reading> {
  const { request: definition } = reader.operation
  const read = new Parts(reader.name)
  const problem = readParameters(reader, request, read)
  if (problem) return { problem }
  if (definition.body === undefined || read.problem) return read.outcome()
  const parsed = parseBody(definition, request, body)
  return parsed instanceof Promise
    ? parsed.then((outcome) => withBody(read, definition, outcome))
    : withBody(read, definition, parsed)
}

function readParameters(reader: OperationReader, request: IncomingRequest, read: Parts): Problem | undefined {
  const { params, query, headers } = reader.operation.request
  const [pathname, search] = splitUrl(request.url)
  try {
    if (params) read.add('params', params, decodePath(reader.match(pathname) ?? new Map(), params))
  } catch {
    return plainProblem(400, 'the path holds a malformed escape')
  }
  if (query) read.add('query', query, decodeQuery(search, query))
  if (headers) read.add('headers', headers, decodeHeaders(request.headers, headers))
  return undefined
}

type Parsed = { readonly value: unknown } | { readonly problem: Problem }

function withBody(read: Parts, definition: HttpBodyDefinition, parsed: Parsed): Reading {
  if ('problem' in parsed) return parsed
  if (definition.optional && parsed.value === undefined) return read.outcome()
  read.take('body', parsed.value, bodyIssues(definition, parsed.value), definition.decode)
  return read.outcome()
}

/** Who calls, as far as it says so. */
export function readCaller(headers: Readonly<Record<string, string>>): Partial<ContractIdentity> | undefined {
  const contract = headers[HEADERS.contract]
  const line = headers[HEADERS.line]
  const hash = headers[HEADERS.hash]
  if (contract === undefined && line === undefined && hash === undefined) return undefined
  return {
    ...(contract === undefined ? {} : { contract }),
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(hash === undefined ? {} : { hash }),
  }
}

/** Another contract or another line is refused; who says nothing is let in. */
export function refuseCaller(
  definition: HttpDefinition,
  headers: Readonly<Record<string, string>>,
): Problem | undefined {
  const contract = headers[HEADERS.contract] ?? definition.contract
  const line = headers[HEADERS.line]
  if (contract === definition.contract && (line === undefined || Number(line) === definition.line)) return undefined
  return incompatibleProblem(definition, { contract, line: line === undefined ? definition.line : Number(line) })
}

export function splitUrl(url: string): [pathname: string, search: string] {
  const at = url.indexOf('?')
  return at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

/** The parts of an input as they are read; the first that breaks the contract is what the caller hears of. */
class Parts {
  readonly input: Record<string, unknown> = {}
  problem: Problem | undefined
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  add(part: string, { check, decode }: ParametersDefinition, value: unknown): void {
    this.take(part, value, issuesOf(check, value), decode)
  }

  take(part: string, value: unknown, issues: readonly Issue[], decode: Codecs['decode']): void {
    this.input[part] = converted(value, decode)
    if (issues.length > 0) this.problem ??= violationProblem(`${this.#name}/request/${part}`, issues)
  }

  outcome(): Reading {
    return this.problem ? { problem: this.problem } : { input: this.input }
  }
}

function parseBody(
  definition: HttpBodyDefinition,
  { headers }: IncomingRequest,
  body: IncomingBody,
): Parsed | Promise<Parsed> {
  if (body === undefined || (body instanceof Uint8Array && body.length === 0)) return { value: undefined }
  const contentType = headers['content-type']
  const type = mediaType(contentType)
  if (type !== '' && !isExpected(definition, type)) {
    return { problem: plainProblem(415, `send ${bodyType(definition)}`) }
  }
  if (!(body instanceof Uint8Array)) return { value: body }
  try {
    const value = readBody(definition, body, contentType)
    return value instanceof Promise ? value.then(parsedAs, () => unreadable(definition)) : { value }
  } catch {
    return unreadable(definition)
  }
}

function parsedAs(value: unknown): Parsed {
  return { value }
}

function unreadable(definition: HttpBodyDefinition): Parsed {
  const form = bodyForm(definition)
  const wanted = form === 'json' ? 'JSON' : form === 'text' ? 'UTF-8' : bodyType(definition)
  return { problem: plainProblem(400, `the body is no ${wanted}`) }
}
