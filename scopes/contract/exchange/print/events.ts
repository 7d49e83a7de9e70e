import type { ContractDocument, JsonSchema, ThinEvent } from '@tessera/contract.define/document'
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
      ...mapped({ orderBy, details: details?.operation, args: details?.arguments, version: details?.version }),
    }),
    { tall: true },
  )
}

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
  const parameters = Object.entries(details?.arguments ?? {})
  const shape = parameters.map(([parameter, property]) => [
    parameter,
    printSchema(Object.hasOwn(properties, property) ? (properties[property] ?? {}) : {}, printing),
  ])
  return object(
    fields({
      method: text('GET'),
      path: text(`/${name}${index === 0 ? '' : index}`),
      query: shape.length === 0 ? undefined : object(fields(Object.fromEntries(shape) as Record<string, Code>)),
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
