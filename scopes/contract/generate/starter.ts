import { parseComponentId } from '@tessera/core.model'
import { camelCase, contractName, literal } from './names.ts'

/**
 * The files of a new contract component, to start from.
 * @param id `acme.orders/orders-api`
 * @throws TesseraError `INVALID_ID`
 */
export function starter(pattern: 'http', id: string): Readonly<Record<string, string>> {
  parseComponentId(id)
  switch (pattern) {
    case 'http':
      return { 'contract.ts': httpStarter(id) }
  }
}

function httpStarter(id: string): string {
  return `import { httpContract, problem } from '@tessera/contract.define'
import { z } from 'zod'

/** A schema with a name becomes a type of its own: ItemW for who writes one, ItemR for who reads one. */
const Item = z
  .object({
    id: z.uuid(),
    name: z.string().min(1).max(80).describe('Shown to people.'),
    // May be left out by the writer; a reader always gets it.
    status: z.enum(['draft', 'active']).default('draft'),
    // A new optional field breaks nobody. A new required one does.
    note: z.string().max(500).optional(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Item', description: 'What this service keeps.' })

/** Both sides are validated against this: what leaves a service as well as what comes in. */
export const ${camelCase(contractName(id))} = httpContract({
  id: ${literal(id).replaceAll('"', "'")},
  summary: 'Keeps items',
  operations: {
    createItem: {
      method: 'POST',
      path: '/items',
      summary: 'Add an item',
      body: Item.pick({ name: true, status: true, note: true }),
      // One answer for each status; a problem is an RFC 9457 error.
      responses: { 201: Item, 422: problem() },
      // A client may send it again after a broken connection: the key tells that it is the same call.
      idempotent: 'key',
      // How long a caller waits, all retries included.
      deadlineMs: 2000,
    },
    getItem: {
      method: 'GET',
      path: '/items/{id}',
      summary: 'Look up one item',
      params: { id: Item.shape.id },
      responses: { 200: Item, 404: problem() },
      deadlineMs: 1000,
    },
    listItems: {
      method: 'GET',
      path: '/items',
      summary: 'The newest items first',
      query: { limit: z.int().min(1).max(100).default(20) },
      responses: { 200: z.object({ items: z.array(Item) }) },
      deadlineMs: 1000,
    },
  },
})
`
}
