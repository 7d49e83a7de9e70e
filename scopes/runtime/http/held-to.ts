import {
  type Check,
  ContractViolation,
  drawMode,
  type HttpDefinition,
  type HttpOperationDefinition,
  type Issue,
  type ParametersDefinition,
  type ValidationOptions,
} from '@tessera/runtime.core'

/** The definition with checks that look as often, and are as strict, as a provider wants. */
export function heldTo(definition: HttpDefinition, options: ValidationOptions): HttpDefinition {
  if (options.validation === undefined) return definition
  const operations = Object.entries(definition.operations).map(([name, operation]) => [
    name,
    heldOperation(name, operation, options),
  ])
  return { ...definition, operations: Object.fromEntries(operations) as HttpDefinition['operations'] }
}

function heldOperation(
  name: string,
  operation: HttpOperationDefinition,
  options: ValidationOptions,
): HttpOperationDefinition {
  const responses = Object.entries(operation.responses).map(([status, response]) => [
    status,
    heldParts(response, { at: `${name}/response/${status}`, side: 'sent', options }),
  ])
  return {
    ...operation,
    request: heldParts(operation.request, { at: `${name}/request`, side: 'received', options }),
    responses: Object.fromEntries(responses) as HttpOperationDefinition['responses'],
  }
}

interface Holding {
  /** The slot, or what its parts have in common. */
  readonly at: string
  readonly side: 'sent' | 'received'
  readonly options: ValidationOptions
}

interface Parts {
  readonly params?: ParametersDefinition
  readonly query?: ParametersDefinition
  readonly headers?: ParametersDefinition
  readonly body?: Check
}

function heldParts<P extends Parts>(parts: P, holding: Holding): P {
  const { params, query, headers, body } = parts
  const named = (part: keyof Parts): Holding => ({ ...holding, at: `${holding.at}/${part}` })
  const parameters = (part: 'params' | 'query' | 'headers', held: ParametersDefinition | undefined): Parts =>
    held === undefined ? {} : { [part]: { ...held, check: heldCheck(held.check, named(part)) } }
  return {
    ...parts,
    ...parameters('params', params),
    ...parameters('query', query),
    ...parameters('headers', headers),
    ...(body === undefined ? {} : { body: heldCheck(body, named('body')) }),
  }
}

function heldCheck(check: Check, { at, side, options }: Holding): Check {
  return (value, pointer, issues) => {
    const mode = drawMode(options.validation?.[side])
    if (mode === 'off') return
    const found: Issue[] = []
    check(value, pointer, found)
    if (found.length === 0) return
    options.onViolation?.(new ContractViolation(side, at, found))
    if (mode === 'enforce') issues.push(...found)
  }
}
