import type { ParameterStyle } from '@tessera/contract.define/document'
import { type Operation, slotOf } from './model.ts'
import { literal } from './names.ts'
import { entriesCode, literalOf, objectCode } from './object-code.ts'
import { formFields, isBytes } from './body-forms.ts'
import { parameterTypes } from './parameter-types.ts'
import type { SpokenModel } from './slot-checks.ts'

/** The operations of an HTTP definition. */
export function operationsCode(model: SpokenModel, operations: readonly Operation[]): string {
  return entriesCode(operations.map((operation) => [operation.key, operationCode(model, operation)]))
}

function operationCode(model: SpokenModel, operation: Operation): string {
  const { method, path, deadlineMs, idempotent, responses } = operation
  return objectCode({
    method: literal(method),
    path: literal(path),
    deadlineMs: literalOf(deadlineMs),
    idempotent: literal(idempotent),
    security: literalOf(operation.security ?? model.document.security),
    request: requestCode(model, operation),
    responses: entriesCode(
      Object.entries(responses).map(([status, response]) => [status, responseCode(model, response)]),
    ),
  })
}

function requestCode(model: SpokenModel, { request, styles = {} }: Operation): string {
  const { body } = request
  const parts = (['params', 'query', 'headers'] as const).map((part) => {
    const at = request[part]
    return [part, at === undefined ? undefined : parametersCode(model, at, stylesOf(part, styles))] as const
  })
  return objectCode({
    ...Object.fromEntries(parts),
    ...(body === undefined ? {} : bodyMembers(model, body)),
  })
}

function responseCode(model: SpokenModel, { headers, body, problem }: Operation['responses'][string]): string {
  return objectCode({
    headers: headers === undefined ? undefined : parametersCode(model, headers, {}),
    ...(body === undefined ? {} : bodyMembers(model, body)),
    problem: literalOf(problem),
  })
}

function bodyMembers(model: SpokenModel, at: string): Record<string, string | undefined> {
  const slot = slotOf(model, at)
  const { mediaType, maxBytes, optional } = slot
  const form = formFields(slot, model.defs)
  const said = mediaType === 'application/json' || mediaType === 'application/problem+json' ? undefined : mediaType
  return {
    body: model.checkName(at),
    ...model.codecs.get(at),
    mediaType: literalOf(said),
    bytes: isBytes(slot, model.defs) ? 'true' : undefined,
    fields: form && entriesCode(Object.entries(form.fields).map(([key, type]) => [key, literal(type)])),
    required: form && form.required.length > 0 ? literal(form.required) : undefined,
    maxBytes: literalOf(maxBytes),
    optional: literalOf(optional),
  }
}

/** Of `query/filter` and its like, those of one part, by parameter. */
function stylesOf(
  part: string,
  styles: Readonly<Record<string, ParameterStyle>>,
): Readonly<Record<string, ParameterStyle>> {
  const own = Object.entries(styles).filter(([key]) => key.startsWith(`${part}/`))
  return Object.fromEntries(own.map(([key, style]) => [key.slice(part.length + 1), style]))
}

function parametersCode(model: SpokenModel, at: string, styles: Readonly<Record<string, ParameterStyle>>): string {
  const { types, properties, required } = parameterTypes(slotOf(model, at).schema, model.defs)
  return objectCode({
    check: model.checkName(at),
    ...model.codecs.get(at),
    types: entriesCode(Object.entries(types).map(([key, type]) => [key, literal(type)])),
    properties: Object.keys(properties).length === 0 ? undefined : literal(properties),
    required: required.length === 0 ? undefined : literal(required),
    styles: Object.keys(styles).length === 0 ? undefined : literal(styles),
  })
}
