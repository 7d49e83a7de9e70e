import { partsOf, starter, type Part, type StarterPattern } from '@tessera/contract.generate'
import { didYouMean, TesseraError } from '@tessera/core.model'

interface Template {
  /** One line: when to take it. */
  readonly when: string
  /** What is made from the contract. */
  readonly parts: readonly Part[]
  /** The files of the contract component. @param id `acme.shared/money` */
  readonly files: (id: string) => Readonly<Record<string, string>>
}

/** What `tessera create` can start, by the name it is asked for. */
export const templates: Readonly<Record<string, Template>> = {
  'http-contract': pattern('http', 'others ask this service and wait for the answer (HTTP API)'),
  'messaging-contract': pattern('messaging', 'work that is done later, by any replica, and tried again (broker)'),
  'socket-contract': pattern('sockets', 'either side may start, at the lowest latency (open connection)'),
  'event-contract': pattern('events', 'others hear that something happened, and ask when they want details (broker)'),
  schemas: {
    when: 'schemas that several contracts share',
    parts: partsOf({ pattern: 'schemas' }),
    files: (id) => ({ 'contract.ts': schemasStarter(id) }),
  },
}

function pattern(name: StarterPattern, when: string): Template {
  return { when, parts: partsOf({ pattern: name }), files: (id) => starter(name, id) }
}

/** @throws TesseraError `UNKNOWN_TEMPLATE` */
export function findTemplate(name: string): Template {
  const template = Object.hasOwn(templates, name) ? templates[name] : undefined
  if (template !== undefined) return template
  const names = Object.keys(templates)
  const near = names.find((key) => key.startsWith(name)) ?? didYouMean(name, names)
  const meant = near === undefined ? '' : `, did you mean "${near}"?`
  throw new TesseraError('UNKNOWN_TEMPLATE', `there is no template "${name}"${meant}`, {
    hint: `take ${names.slice(0, -1).join(', ')} or ${names.at(-1)}; tessera create says when to take which`,
  })
}

function schemasStarter(id: string): string {
  return `import { schemas } from '@tessera/contract.define'
import { z } from 'zod'

/** A schema with a name becomes a type of its own: AddressW for who writes one, AddressR for who reads one. */
export const Address = z
  .object({
    street: z.string().min(1).max(120),
    city: z.string().min(1).max(80).describe('Shown to people.'),
    country: z.string().regex(/^[A-Z]{2}$/).describe('ISO 3166-1, two letters.'),
    // May be left out by the writer; a reader always gets it.
    kind: z.enum(['home', 'work']).default('home'),
    // A new optional field breaks nobody. A new required one does.
    note: z.string().max(500).optional(),
  })
  .meta({ id: 'Address', description: 'Where something goes.' })

/** What other contracts may import; each of them is rebuilt when a schema here changes. */
export const ${exportName(id)} = schemas({
  id: '${id}',
  schemas: { Address },
})
`
}

/** `acme.shared/postal-data` is `postalData`; a name that could be none is `shared`. */
function exportName(id: string): string {
  const words = id.slice(id.indexOf('/') + 1).split(/[^a-z0-9]+/)
  const name = words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
  return /^[a-z]/.test(name) ? name : 'shared'
}
