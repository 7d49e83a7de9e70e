import type { ContractDocument } from '@tessera/contract.define/document'
import { authOf, authVariables } from './postman/auth.ts'
import { itemOf } from './postman/items.ts'
import { present } from './read/head.ts'
import { refuseOtherPatterns } from './to-openapi.ts'

/**
 * A Postman collection 2.1 of an HTTP contract, with a mock value in every place, so that Postman can call the service
 * whose address the variable `baseUrl` holds. Webhooks, which the service itself calls, are left out.
 * @throws TesseraError `WRONG_PATTERN`
 */
export function toPostman(contract: ContractDocument): Record<string, unknown> {
  refuseOtherPatterns(contract, 'http', 'Postman')
  const { id, summary, description, security, operations = {} } = contract
  const called = Object.entries(operations).filter(([, { webhook }]) => webhook !== true)
  const about = [summary, description].filter((text) => text !== undefined).join('\n\n')
  return {
    info: {
      name: id,
      ...(about === '' ? {} : { description: about }),
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: called.map(([name, operation]) => itemOf(name, operation, contract)),
    ...present({ auth: authOf(security, contract) }),
    variable: [{ key: 'baseUrl', value: 'http://localhost:3000', type: 'string' }, ...authVariables(contract)],
  }
}
