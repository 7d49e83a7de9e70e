import type { HttpOperation, HttpResponse, Method, Side } from './document.ts'
import type { Finder } from './finder.ts'
import { described, present, requirements } from './head.ts'
import type { HttpContract, HttpOperationInput } from './http.ts'
import { checkOperationInput } from './http-input.ts'
import type { Body } from './payload.ts'
import { isProblem, problem } from './problem.ts'
import { isResponseWith, type ResponseWith } from './response.ts'
import { type Edges, fieldsSlot, otherSide, payloadSlot, type SlotDraft } from './slots.ts'

const PROBLEM_TYPE = 'application/problem+json'

/** Operations and their slots, in authored order; within one operation request first, then responses by status. */
export function httpEdges(contract: HttpContract, found: Finder): Edges {
  const edges = Object.entries(contract.operations).map(([name, input]) => {
    checkOperationInput(name, input, found)
    return { name, ...operationEdge(name, input) }
  })
  const operations = Object.fromEntries(edges.map(({ name, operation }) => [name, operation]))
  return { fields: { operations }, slots: edges.flatMap(({ slots }) => slots), exports: {} }
}

function operationEdge(name: string, input: HttpOperationInput): { operation: HttpOperation; slots: SlotDraft[] } {
  const caller: Side = input.webhook === true ? 'provider' : 'consumer'
  const request = requestSlots(name, caller, input)
  const responses = responseEdges(name, caller, input)
  const { method, path, webhook, aliases, deadlineMs, styles } = input
  const operation: HttpOperation = {
    method,
    path,
    ...present({ webhook, aliases, deadlineMs, styles }),
    ...described(input),
    ...present({ security: requirements(input.security) }),
    idempotent: input.idempotent ?? isIdempotent(method),
    request: Object.fromEntries(request.map(({ at }) => [at.slice(at.lastIndexOf('/') + 1), at])),
    responses: Object.fromEntries(responses.map(({ status, response }) => [status, response])),
  }
  return { operation, slots: [...request, ...responses.flatMap(({ slots }) => slots)] }
}

function requestSlots(name: string, caller: Side, { params, query, headers, body }: HttpOperationInput): SlotDraft[] {
  const fields = Object.entries({ params, query, headers }).flatMap(([part, payload]) =>
    payload === undefined ? [] : [fieldsSlot(`${name}/request/${part}`, caller, payload)],
  )
  return body === undefined ? fields : [...fields, bodySlot(`${name}/request/body`, caller, body)]
}

/** `.optional()` around a body says that it may be left out. */
function bodySlot(at: string, caller: Side, body: Body): SlotDraft {
  const slot = payloadSlot(at, caller, body)
  return slot.schema._zod.optin === 'optional' ? { ...slot, optional: true } : slot
}

interface ResponseEdge {
  readonly status: string
  readonly response: HttpResponse
  readonly slots: readonly SlotDraft[]
}

function responseEdges(name: string, caller: Side, { responses, errors = [] }: HttpOperationInput): ResponseEdge[] {
  const declared: HttpOperationInput['responses'] = {
    ...Object.fromEntries(errors.map((status) => [status, problem()])),
    ...responses,
  }
  return Object.entries(declared).map(([status, answer]) => ({
    status,
    ...responseEdge(`${name}/response/${status}`, otherSide(caller) as Side, answer),
  }))
}

function responseEdge(at: string, sentBy: Side, answer: Body | ResponseWith | null): Omit<ResponseEdge, 'status'> {
  const { body, headers, description } = partsOf(answer)
  const headerSlots = headers === undefined ? [] : [fieldsSlot(`${at}/headers`, sentBy, headers)]
  const bodySlots = body === null ? [] : [answerSlot(`${at}/body`, sentBy, body)]
  return {
    response: present({
      description,
      problem: bodySlots.some(({ schema }) => isProblem(schema)) ? (true as const) : undefined,
      headers: headerSlots[0]?.at,
      body: bodySlots[0]?.at,
    }),
    slots: [...headerSlots, ...bodySlots],
  }
}

function answerSlot(at: string, sentBy: Side, body: Body): SlotDraft {
  const slot = payloadSlot(at, sentBy, body)
  return isProblem(slot.schema) ? { ...slot, mediaType: PROBLEM_TYPE } : slot
}

function partsOf(answer: Body | ResponseWith | null): Pick<ResponseWith, 'body' | 'headers' | 'description'> {
  return answer !== null && isResponseWith(answer) ? answer : { body: answer }
}

/** By RFC 9110. */
function isIdempotent(method: Method): boolean {
  return method === 'GET' || method === 'PUT' || method === 'DELETE'
}
