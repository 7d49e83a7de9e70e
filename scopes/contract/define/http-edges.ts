import { z } from 'zod'
import type { HttpOperation, HttpResponse, Method } from './document.ts'
import type { Finder } from './finder.ts'
import type { HttpContract, HttpOperationInput, Payload } from './http.ts'
import { checkOperation, checkRoutes } from './http-checks.ts'
import { isProblem, problem } from './problem.ts'
import type { Edges, SlotDraft } from './to-document.ts'

const PROBLEM_TYPE = 'application/problem+json'

/** Operations and their slots, in authored order; within one operation request first, then responses by status. */
export function httpEdges(contract: HttpContract, found: Finder): Edges {
  const inputs = Object.entries(contract.operations)
  checkRoutes(contract.operations, found)
  const operations: Record<string, HttpOperation> = {}
  const slots: SlotDraft[] = []
  for (const [name, input] of inputs) {
    checkOperation(name, input, found)
    const edge = operationEdge(name, input)
    operations[name] = edge.operation
    slots.push(...edge.slots)
  }
  return { operations, slots, exports: {} }
}

function operationEdge(name: string, input: HttpOperationInput): { operation: HttpOperation; slots: SlotDraft[] } {
  const request = requestSlots(name, input)
  const responses = responseEdges(name, input)
  const { method, path, summary, description, deprecated, deadlineMs } = input
  const operation: HttpOperation = {
    method,
    path,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    idempotent: input.idempotent ?? isIdempotent(method),
    request: Object.fromEntries(request.map(({ at }) => [at.slice(at.lastIndexOf('/') + 1), at])),
    responses: Object.fromEntries(responses.map(({ status, response }) => [status, response])),
  }
  return { operation, slots: [...request, ...responses.flatMap(({ slot }) => slot ?? [])] }
}

function requestSlots(name: string, input: HttpOperationInput): SlotDraft[] {
  return (['params', 'query', 'headers', 'body'] as const).flatMap((part) => {
    const payload = input[part]
    return payload === undefined
      ? []
      : [{ at: `${name}/request/${part}`, sentBy: 'consumer' as const, schema: toSchema(payload) }]
  })
}

interface ResponseEdge {
  readonly status: string
  readonly response: HttpResponse
  readonly slot?: SlotDraft
}

function responseEdges(name: string, { responses, errors = [] }: HttpOperationInput): ResponseEdge[] {
  const declared: Record<string, Payload | null> = {
    ...Object.fromEntries(errors.map((status) => [status, problem()])),
    ...responses,
  }
  return Object.entries(declared).map(([status, payload]) => {
    if (payload === null) return { status, response: {} }
    const schema = toSchema(payload)
    const body = `${name}/response/${status}/body`
    const slot: SlotDraft = { at: body, sentBy: 'provider', schema }
    return isProblem(schema)
      ? { status, response: { body, problem: true }, slot: { ...slot, mediaType: PROBLEM_TYPE } }
      : { status, response: { body }, slot }
  })
}

function toSchema(payload: Payload): z.ZodType {
  return '_zod' in payload ? (payload as z.ZodType) : z.object({ ...payload })
}

/** By RFC 9110. */
function isIdempotent(method: Method): boolean {
  return method === 'GET' || method === 'PUT' || method === 'DELETE'
}
