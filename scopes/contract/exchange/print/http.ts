import type { HttpOperation, HttpResponse } from '@tessera/contract.define/document'
import { call, type Code, object } from './layout.ts'
import { fields } from './literal.ts'
import { type ContractPrinting, describedFields, mapped, printFields, printPayload, printSecurity } from './payloads.ts'
import { isStandardProblem, problemExtras } from './problem.ts'
import { printSchema } from './schema.ts'
import { printShape } from './shapes.ts'

/** The options of `httpContract` that the pattern has. */
export function printHttp(printing: ContractPrinting): Record<string, Code | undefined> {
  const operations = Object.entries(printing.document.operations ?? {})
  return {
    operations: object(
      fields(Object.fromEntries(operations.map(([name, operation]) => [name, printOperation(operation, printing)]))),
      { tall: true },
    ),
  }
}

function printOperation(operation: HttpOperation, printing: ContractPrinting): Code {
  const { method, path, webhook, aliases, request, responses, deadlineMs, idempotent, styles, security } = operation
  const isUsual = idempotent === ['GET', 'PUT', 'DELETE'].includes(method)
  return object(
    fields({
      ...mapped({ method, path, webhook, aliases }),
      ...describedFields(operation),
      params: printFields(request.params, printing),
      query: printFields(request.query, printing),
      headers: printFields(request.headers, printing),
      body: request.body === undefined ? undefined : printPayload(request.body, printing),
      responses: printResponses(responses, printing),
      ...mapped({ deadlineMs, idempotent: isUsual ? undefined : idempotent, styles }),
      security: printSecurity(security),
    }),
    { tall: true },
  )
}

function printResponses(responses: HttpOperation['responses'], printing: ContractPrinting): Code {
  const entries = Object.entries(responses).map(([status, response]) => [status, printResponse(response, printing)])
  return object(fields(Object.fromEntries(entries) as Record<string, Code>))
}

function printResponse(response: HttpResponse, printing: ContractPrinting): Code {
  const { headers, description } = response
  const body = printBody(response, printing)
  if (headers === undefined && description === undefined) return body
  printing.borrowed.add('response')
  const options = fields({ headers: printFields(headers, printing), ...mapped({ description }) })
  return call('response', body, object(options))
}

function printBody({ body, problem }: HttpResponse, printing: ContractPrinting): Code {
  if (body === undefined) return 'null'
  return (problem === true ? printProblem(body, printing) : undefined) ?? printPayload(body, printing)
}

/** Undefined where the schema is none that `problem()` gives. */
function printProblem(at: string, printing: ContractPrinting): Code | undefined {
  const { schema, maxBytes } = printing.slot(at)
  const code = problemCode(schema, printing)
  if (code === undefined) return undefined
  printing.borrowed.add('problem')
  if (maxBytes === undefined) return code
  printing.borrowed.add('payload')
  return call('payload', code, object(fields(mapped({ maxBytes }))))
}

function problemCode(
  schema: ContractPrinting['document']['slots'][number]['schema'],
  printing: ContractPrinting,
): Code | undefined {
  if (typeof schema === 'boolean') return undefined
  const { $ref, description, ...others } = schema
  if (Object.keys(others).length === 0 && typeof $ref === 'string') {
    const name = $ref.replace('#/$defs/', '')
    if (!isStandardProblem(name, printing.$defs[name])) return undefined
    return description === undefined ? 'problem()' : printSchema({ $ref, description }, printing)
  }
  const extras = problemExtras(schema)
  return extras && call('problem', printShape(extras, printing))
}
