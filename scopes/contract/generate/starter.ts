import { parseComponentId } from '@tessera/core.model'
import { eventsStarter, httpStarter, messagingStarter, socketsStarter } from './starter-texts.ts'
import { camelCase, contractName, literal } from './names.ts'

/** What `starter` can write; a contract without a pattern has only schemas. */
export type StarterPattern = 'http' | 'messaging' | 'sockets' | 'events'

/**
 * The files of a new contract component, to start from.
 * @param id `acme.orders/orders-api`
 * @throws TesseraError `INVALID_ID`
 */
export function starter(pattern: StarterPattern, id: string): Readonly<Record<string, string>> {
  parseComponentId(id)
  const names = { variable: camelCase(contractName(id)), id: literal(id).replaceAll('"', "'") }
  switch (pattern) {
    case 'http':
      return { 'contract.ts': httpStarter(names) }
    case 'messaging':
      return { 'contract.ts': messagingStarter(names) }
    case 'sockets':
      return { 'contract.ts': socketsStarter(names) }
    case 'events':
      return { 'contract.ts': eventsStarter(names) }
  }
}
