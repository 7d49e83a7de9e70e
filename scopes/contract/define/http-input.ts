import type { Finder } from './finder.ts'
import type { HttpOperationInput } from './http.ts'
import { checkOptions } from './options-check.ts'
import { type Body, type Payload, unwrap } from './payload.ts'
import { isResponseWith, type ResponseWith } from './response.ts'
import { escapePointer } from './shape.ts'

const OPTIONS: readonly string[] = [
  ...['method', 'path', 'webhook', 'aliases', 'summary', 'description', 'params', 'query', 'headers', 'body'],
  ...['responses', 'errors', 'deadlineMs', 'idempotent', 'security', 'styles', 'deprecated', 'sunset'],
]

/** What only the author's form of an operation can have wrong; the document says the rest. */
export function checkOperationInput(name: string, input: HttpOperationInput, found: Finder): void {
  const at = `/operations/${escapePointer(name)}`
  checkOptions({ at, what: 'an operation', given: input, options: OPTIONS }, found)
  const { params, query, headers, body, responses } = input
  const answers = Object.entries(responses).flatMap(([status, answer]) => answerParts(`responses/${status}`, answer))
  for (const [part, payload] of [...Object.entries({ params, query, headers }), ...answers]) {
    if (payload !== undefined && presence(payload) !== 'always') reportPresence({ at, part, name }, found)
  }
  if (body !== undefined && presence(body) === 'defaulted') reportPresence({ at, part: 'body', name }, found)
}

function answerParts(at: string, answer: Body | ResponseWith | null): (readonly [string, Body | undefined])[] {
  if (answer === null) return []
  if (!isResponseWith(answer)) return [[at, answer]]
  return [
    [at, answer.body ?? undefined],
    [`${at}/headers`, answer.headers],
  ]
}

function presence(payload: Body | Payload): 'always' | 'optional' | 'defaulted' {
  return unwrap(payload).schema._zod.optin ?? 'always'
}

/** A document can say of a request's body alone that it may be absent: silently required, others would refuse what Zod takes. */
function reportPresence({ at, part, name }: { at: string; part: string; name: string }, found: Finder): void {
  const message = `${part} of ${name} may be absent: of all payloads only a request's body can, and it has no default`
  found.error('OPTIONAL_PAYLOAD', `${at}/${part}`, message, presenceHint(part))
}

function presenceHint(part: string): string {
  if (part === 'body') return 'say .optional() instead, and let the service fill what is absent'
  if (part.startsWith('responses/'))
    return 'answer no body with another status: 204: null; or null in its place: X.nullable()'
  return 'make its fields optional instead: where all are, it may be left out'
}
