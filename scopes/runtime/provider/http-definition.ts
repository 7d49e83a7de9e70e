import type { ContractDocument, HttpOperation, HttpResponse, ParameterStyle, Slot } from '@tessera/contract.define'
import { parameterTypes } from '@tessera/contract.generate'
import { checkValue } from '@tessera/contract.mock'
import {
  type Check,
  type HttpDefinition,
  type HttpOperationDefinition,
  type HttpResponseDefinition,
  type ParametersDefinition,
  report,
} from '@tessera/runtime.core'
import { identityOf } from './identity.ts'

/** What a mock server knows of a contract, made of the document itself: nothing needs to be generated or built. */
export function httpDefinition(document: ContractDocument): HttpDefinition {
  const served = Object.entries(document.operations ?? {}).filter(([, operation]) => operation.webhook !== true)
  return {
    ...identityOf(document),
    operations: Object.fromEntries(served.map(([name, operation]) => [name, operationOf(document, operation)])),
  }
}

function operationOf(document: ContractDocument, operation: HttpOperation): HttpOperationDefinition {
  const { method, path, deadlineMs, idempotent, request, responses, styles = {} } = operation
  const parameters = (['params', 'query', 'headers'] as const).flatMap((part) => {
    const at = request[part]
    return at === undefined ? [] : [[part, parametersOf(document, at, stylesOf(part, styles))] as const]
  })
  return {
    ...{ method, path, idempotent },
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    request: { ...Object.fromEntries(parameters), ...bodyOf(document, request.body) },
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [Number(status), responseOf(document, response)]),
    ),
  }
}

function responseOf(document: ContractDocument, { headers, body, problem }: HttpResponse): HttpResponseDefinition {
  return {
    ...(headers === undefined ? {} : { headers: parametersOf(document, headers, {}) }),
    ...bodyOf(document, body),
    ...(problem === undefined ? {} : { problem }),
  }
}

function bodyOf(document: ContractDocument, at: string | undefined): Pick<HttpResponseDefinition, 'body'> {
  const slot = document.slots.find((candidate) => candidate.at === at)
  if (slot === undefined) return {}
  const { mediaType, maxBytes, optional } = slot
  const said = mediaType === 'application/json' || mediaType === 'application/problem+json' ? undefined : mediaType
  return {
    body: checkOf(document, slot),
    ...(said === undefined ? {} : { mediaType: said }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(optional === undefined ? {} : { optional }),
  }
}

/** Of `query/filter` and its like, those of one part, by parameter. */
function stylesOf(part: string, styles: Readonly<Record<string, ParameterStyle>>): Record<string, ParameterStyle> {
  const own = Object.entries(styles).filter(([key]) => key.startsWith(`${part}/`))
  return Object.fromEntries(own.map(([key, style]) => [key.slice(part.length + 1), style]))
}

function parametersOf(
  document: ContractDocument,
  at: string,
  styles: Record<string, ParameterStyle>,
): ParametersDefinition {
  const slot = document.slots.find((candidate) => candidate.at === at) as Slot
  const { types, required } = parameterTypes(slot.schema, document.$defs)
  return {
    check: checkOf(document, slot),
    types,
    ...(required.length === 0 ? {} : { required }),
    ...(Object.keys(styles).length === 0 ? {} : { styles }),
  }
}

/** Checks a payload of the document against its schema. */
export function checkOf({ $defs }: ContractDocument, { schema }: Slot): Check {
  return (value, pointer, issues) => {
    if (value === undefined) return report(issues, pointer, 'type', 'is missing')
    for (const { keyword, message, pointer: within } of checkValue(schema, value, { defs: $defs })) {
      report(issues, pointer + within, keyword, message)
    }
  }
}
