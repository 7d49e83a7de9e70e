import type { ContractDocument, SecurityScheme } from '@tessera/contract.define/document'
import { isRecord, TesseraError } from '@tessera/core.model'
import { writeEvents } from './asyncapi/write-events.ts'
import { writeChannels } from './asyncapi/write-messaging.ts'
import { writeItems } from './asyncapi/write-sockets.ts'
import { writeSchema } from './asyncapi/write-schema.ts'
import type { Written } from './asyncapi/write.ts'
import { CONTRACT, present } from './read/head.ts'

/**
 * AsyncAPI 3 of a messaging, socket or event contract, from the provider's point of view: what the provider sends has
 * the action `send`. What AsyncAPI has no word for stands in `x-tessera-` extensions, which `fromAsyncApi` reads back.
 * @throws TesseraError `WRONG_PATTERN`
 */
export function toAsyncApi(contract: ContractDocument): Record<string, unknown> {
  const { channels, operations } = edgesOf(contract)
  const { id, line, description, securitySchemes = {}, $defs } = contract
  const schemes = Object.entries(securitySchemes).map(([name, scheme]) => [name, writeScheme(scheme)])
  return {
    asyncapi: '3.0.0',
    info: present({ title: id, version: String(line), description }),
    [CONTRACT]: headOf(contract),
    defaultContentType: 'application/json',
    channels,
    operations,
    components: {
      schemas: Object.fromEntries(Object.entries($defs).map(([name, schema]) => [name, writeSchema(schema)])),
      ...(schemes.length === 0 ? {} : { securitySchemes: Object.fromEntries(schemes) as unknown }),
    },
  }
}

/** What is said of the contract as a whole, to be read back. */
function headOf(contract: ContractDocument): object {
  const { id, pattern, line, summary, description, securitySchemes, security } = contract
  const { connection, detailsOf, delivery, retry, expectedFetchShare } = contract
  return present({
    ...{ id, pattern, line, summary, description, securitySchemes, security },
    ...{ connection, detailsOf, delivery, retry, expectedFetchShare },
  })
}

function edgesOf(contract: ContractDocument): Written {
  switch (contract.pattern) {
    case 'messaging':
      return writeChannels(contract)
    case 'sockets':
      return writeItems(contract)
    case 'events':
      return writeEvents(contract)
    case 'http':
    case 'schemas':
      throw new TesseraError(
        'WRONG_PATTERN',
        `AsyncAPI describes messages, but ${contract.id} is a contract of ${contract.pattern}`,
        {
          hint: contract.pattern === 'http' ? 'export it as openapi' : 'export it as json-schema',
        },
      )
  }
}

/** AsyncAPI has other names for some of OpenAPI's schemes. */
function writeScheme(scheme: SecurityScheme): object {
  switch (scheme.type) {
    case 'apiKey':
      return { ...scheme, type: 'httpApiKey' }
    case 'mutualTLS':
      return { ...scheme, type: 'X509' }
    case 'oauth2':
      return {
        ...scheme,
        flows: Object.fromEntries(Object.entries(scheme.flows ?? {}).map(([name, flow]) => [name, writeFlow(flow)])),
      }
    case 'http':
    case 'openIdConnect':
      return scheme
  }
}

function writeFlow(flow: unknown): unknown {
  if (!isRecord(flow)) return flow
  const { scopes, ...rest } = flow
  return { ...rest, availableScopes: scopes ?? {} }
}
