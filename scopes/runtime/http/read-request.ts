import type { ContractIdentity, HttpDefinition, HttpOperationDefinition, Issue } from '@tessera/runtime.core'
import { HEADERS } from '@tessera/runtime.core'
import { decodeHeaders } from './header-values.ts'
import { type BodyDefinition, bodyType, isExpected, readBody } from './body.ts'
import { isJson, issuesOf, mediaType } from './json-body.ts'
import { decodePath, type PathMatcher } from './path.ts'
import { incompatibleProblem, plainProblem, type Problem, violationProblem } from './problem.ts'
import { decodeQuery } from './query.ts'

export interface IncomingRequest {
  /** Path and query as they came. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

export interface OperationReader {
  readonly name: string
  readonly operation: HttpOperationDefinition
  readonly match: PathMatcher
}

export type Reading = { readonly input: Readonly<Record<string, unknown>> } | { readonly problem: Problem }

/** Reads a request as the input of its operation, defaults filled; or says what is wrong with it. */
export function readRequest(reader: OperationReader, request: IncomingRequest): Reading {
  const { params, query, headers, body } = reader.operation.request
  const [pathname, search] = splitUrl(request.url)
  const read = new Parts(reader.name)
  try {
    if (params) read.add('params', params.check, decodePath(reader.match(pathname) ?? new Map(), params))
  } catch {
    return { problem: plainProblem(400, 'the path holds a malformed escape') }
  }
  if (query) read.add('query', query.check, decodeQuery(search, query))
  if (headers) read.add('headers', headers.check, decodeHeaders(request.headers, headers))
  if (body && !read.problem) {
    const parsed = parseBody(reader.operation.request, request)
    if ('problem' in parsed) return parsed
    if (!reader.operation.request.optional || parsed.value !== undefined) read.add('body', body, parsed.value)
  }
  return read.problem ? { problem: read.problem } : { input: read.input }
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
  caller: Partial<ContractIdentity> | undefined,
): Problem | undefined {
  const { contract = definition.contract, line = definition.line } = caller ?? {}
  return contract === definition.contract && line === definition.line
    ? undefined
    : incompatibleProblem(definition, { contract, line })
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

  add(part: string, check: Parameters<typeof issuesOf>[0], value: unknown): void {
    const issues: Issue[] = issuesOf(check, value)
    this.input[part] = value
    if (issues.length > 0) this.problem ??= violationProblem(`${this.#name}/request/${part}`, issues)
  }
}

function parseBody(
  definition: BodyDefinition,
  { headers, body }: IncomingRequest,
): { value: unknown } | { problem: Problem } {
  if (body === undefined || body.length === 0) return { value: undefined }
  const { maxBytes = Infinity } = definition
  if (body.length > maxBytes) return { problem: plainProblem(413, `send at most ${maxBytes} bytes`) }
  const type = mediaType(headers['content-type'])
  const wanted = bodyType(definition)
  if (type !== '' && !isExpected(definition, type)) return { problem: plainProblem(415, `send ${wanted}`) }
  try {
    return { value: readBody(definition, body) }
  } catch {
    return { problem: plainProblem(400, isJson(wanted) ? 'the body is no JSON' : 'the body is no UTF-8') }
  }
}
