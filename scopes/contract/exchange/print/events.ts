import type { ContractDocument, EventDetails, JsonSchema, ThinEvent } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { type Code, object } from './layout.ts'
import { fields, text } from './literal.ts'
import { type ContractPrinting, describedFields, mapped, printPayload } from './payloads.ts'
import { printSchema } from './schema.ts'

/** The options of `eventContract` that the pattern has. */
export function printEvents(printing: ContractPrinting): Record<string, Code | undefined> {
  const { detailsOf, delivery, retry, expectedFetchShare, events = {} } = printing.document
  return {
    detailsOf: detailsOf === undefined ? undefined : printing.detailsConstant,
    ...mapped({ delivery, retry, expectedFetchShare }),
    events: object(
      fields(Object.fromEntries(Object.entries(events).map(([name, event]) => [name, printEvent(event, printing)]))),
      { tall: true },
    ),
  }
}

function printEvent(event: ThinEvent, printing: ContractPrinting): Code {
  const { type, data, orderBy, details } = event
  return object(
    fields({
      ...mapped({ type }),
      ...describedFields(event),
      data: printPayload(data, printing),
      ...mapped({
        orderBy,
        details: details?.operation,
        args: details && authored(details),
        version: details?.version,
      }),
    }),
    { tall: true },
  )
}

/** A contract names path and query parameters alike: its operation says which is which. */
function authored({ arguments: fed }: EventDetails): Record<string, string> {
  return Object.fromEntries(Object.entries(fed).map(([name, property]) => [name.replace(QUERY, ''), property]))
}

const QUERY = /^query\//

/** What of the HTTP contract can be told from the events alone, for where the contract itself is not at hand. */
export function printDetailsContract(printing: ContractPrinting): Code {
  const { detailsOf = '', events = {} } = printing.document
  const asked = Object.values(events).flatMap((event) => (event.details === undefined ? [] : [event]))
  const operations = new Map(asked.map((event) => [event.details?.operation as string, event]))
  printing.borrowed.add('httpContract')
  return [
    `const ${printing.detailsConstant} = httpContract(`,
    object(
      fields({
        id: text(detailsOf),
        operations: object(
          fields(
            Object.fromEntries(
              [...operations].map(([name, event], index) => [name, printAsked(name, event, { index, printing })]),
            ),
          ),
        ),
      }),
      { tall: true },
    ),
    ')',
  ]
}

function printAsked(
  name: string,
  { data, details }: ThinEvent,
  { index, printing }: { index: number; printing: ContractPrinting },
): Code {
  const properties = propertiesOf(printing.slot(data).schema, printing.$defs)
  const shapeOf = (parameters: readonly (readonly [string, string])[]): Code | undefined => {
    const shape = parameters.map(([parameter, property]) => [
      parameter.replace(QUERY, ''),
      printSchema(Object.hasOwn(properties, property) ? (properties[property] ?? {}) : {}, printing),
    ])
    return shape.length === 0 ? undefined : object(fields(Object.fromEntries(shape) as Record<string, Code>))
  }
  const parameters = Object.entries(details?.arguments ?? {})
  const inPath = parameters.filter(([parameter]) => !QUERY.test(parameter))
  const path = inPath.map(([parameter]) => `/{${parameter}}`).join('')
  return object(
    fields({
      method: text('GET'),
      path: text(`/${name}${index === 0 ? '' : index}${path}`),
      params: shapeOf(inPath),
      query: shapeOf(parameters.filter(([parameter]) => QUERY.test(parameter))),
      responses: '{ 200: z.unknown() }',
    }),
  )
}

function propertiesOf(
  schema: JsonSchema,
  $defs: ContractDocument['$defs'],
  depth = 20,
): Readonly<Record<string, JsonSchema>> {
  if (!isRecord(schema) || depth === 0) return {}
  const { $ref, properties } = schema
  if (typeof $ref === 'string') return propertiesOf($defs[$ref.replace('#/$defs/', '')] ?? true, $defs, depth - 1)
  return (properties ?? {}) as Readonly<Record<string, JsonSchema>>
}
