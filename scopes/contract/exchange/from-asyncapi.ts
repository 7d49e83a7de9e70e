import type { ContractDocument, Pattern } from '@tessera/contract.define/document'
import { type Diagnostic, isRecord, TesseraError } from '@tessera/core.model'
import { readEvents } from './asyncapi/events.ts'
import { type Flow, readFlows } from './asyncapi/flows.ts'
import { readChannels } from './asyncapi/messaging.ts'
import { readSchemes, serverSecurity } from './asyncapi/security.ts'
import { readItems } from './asyncapi/sockets.ts'
import { refuseOtherVersions } from './asyncapi/version.ts'
import type { ImportOptions, Imported } from './exchange.ts'
import { nameBook } from './names.ts'
import type { Reading } from './openapi/reading.ts'
import { type Draft, finish } from './read/finish.ts'
import { CONTRACT, headOf, isOwn, ownPattern, present } from './read/head.ts'
import { openLibrary } from './read/library.ts'
import { takeNotes } from './read/notes.ts'
import { exists, member, members, type Place, text } from './read/place.ts'
import { noteUnusedSchemas } from './read/unused.ts'
import { schemaBook } from './schema/schema-book.ts'

/** AsyncAPI does not say it: by its protocols where absent (WebSocket is `sockets`, all others `messaging`). */
export interface AsyncApiOptions extends ImportOptions {
  readonly pattern?: 'messaging' | 'sockets'
}

/**
 * A contract from an AsyncAPI 3 document: its text, JSON or YAML, or the parsed value. The application that the
 * document describes is the provider.
 * @throws TesseraError `UNSUPPORTED_VERSION`, `INVALID_SYNTAX`, `REF_NOT_FOUND`, `REMOTE_REF`, `CIRCULAR_REF`, `TOO_DEEP`
 * @example const { document, diagnostics } = fromAsyncApi(text, { id: 'acme.city/streetlights' })
 */
export function fromAsyncApi(document: unknown, options: AsyncApiOptions = {}): Imported {
  const library = openLibrary(document, options)
  const { root } = library
  refuseOtherVersions(root)
  const notes = takeNotes(library)
  const own = isOwn(root)
  const dialect = own ? '2020-12' : 'draft-7'
  const reading: Reading = {
    library,
    notes,
    own,
    names: nameBook(),
    book: schemaBook({ library, notes, dialect, own }),
  }
  const pattern = own ? (ownPattern(root) as Pattern) : (options.pattern ?? patternOf(root, reading))
  if (!own) noteLeftOut(root, reading)
  const edges = edgesOf(pattern, root, reading)
  if (edges.slots.length === 0) throw nothing(root, notes.diagnostics)
  noteUnusedSchemas(reading)
  return finish({ ...headOf(root, options), pattern, exports: [], ...edges }, reading)
}

function nothing({ file }: Place, diagnostics: readonly Diagnostic[]): TesseraError {
  return new TesseraError('NOTHING_TO_IMPORT', `${file} has no message that a contract can say`, {
    location: { file },
    hint: 'check "channels" and "operations" of the document',
    diagnostics,
  })
}

function edgesOf(pattern: Pattern, root: Place, reading: Reading): Pick<Draft, 'slots'> & Partial<Draft> {
  const own = (member(root, CONTRACT).value ?? {}) as Partial<ContractDocument>
  switch (pattern) {
    case 'sockets':
      return { connection: own.connection ?? CONNECTION, ...readItems(root, reading) }
    case 'events': {
      const { detailsOf, delivery, retry, expectedFetchShare } = own
      return { ...present({ detailsOf, delivery, retry, expectedFetchShare }), ...readEvents(root, reading) }
    }
    default:
      return { ...securityOf(root, reading), ...readChannels(root, reading) }
  }
}

/** What `socketContract` takes where nothing is said. */
const CONNECTION = { windowBytes: 262_144, heartbeatMs: 5000 }

function securityOf(root: Place, reading: Reading): Pick<Draft, 'securitySchemes' | 'security'> {
  const said = (member(root, CONTRACT).value ?? {}) as Partial<ContractDocument>
  if (reading.own) return present({ securitySchemes: said.securitySchemes, security: said.security })
  const schemes = readSchemes(root, reading)
  return present({
    securitySchemes: Object.keys(schemes).length === 0 ? undefined : schemes,
    security: serverSecurity(root, reading),
  })
}

/** By protocols and bindings; a channel that is used both ways is a connection. */
function patternOf(root: Place, reading: Reading): 'messaging' | 'sockets' {
  const { library, notes } = reading
  const protocols = members(member(root, 'servers')).map(([, place]) => text(library.follow(place), 'protocol') ?? '')
  if (protocols.length > 0) return protocols.some((protocol) => /^wss?$/.test(protocol)) ? 'sockets' : 'messaging'
  const bound = members(member(root, 'channels')).flatMap(([, place]) => {
    const { value } = library.follow(member(library.follow(place), 'bindings'))
    return isRecord(value) ? Object.keys(value) : []
  })
  if (bound.length > 0) return bound.includes('ws') ? 'sockets' : 'messaging'
  const pattern = isUsedBothWays(readFlows(root, { ...reading, notes: SILENT })) ? 'sockets' : 'messaging'
  notes.changed('PATTERN_ASSUMED', root, 'the document names no protocol', `it is read as ${pattern}`)
  return pattern
}

const SILENT: Reading['notes'] = { diagnostics: [], lost: () => undefined, changed: () => undefined }

function isUsedBothWays(flows: readonly Flow[]): boolean {
  return flows.some((flow) =>
    flows.some((other) => other.channelKey === flow.channelKey && other.sentBy !== flow.sentBy),
  )
}

const LEFT_OUT: Readonly<Record<string, string>> = {
  servers: 'a contract does not say where it runs: addresses of servers are given to the client',
}

function noteLeftOut(root: Place, { notes }: Reading): void {
  for (const [word, why] of Object.entries(LEFT_OUT)) {
    const place = member(root, word)
    if (exists(place)) notes.changed('NOT_IN_CONTRACT', place, why, 'it is left out')
  }
}
