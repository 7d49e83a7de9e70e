import { isComponentName, isScopeName } from '@tessera/core.model'
import type { ContractDocument } from './document.ts'
import { documentShape } from './document-shape.ts'
import { checkChannels, checkEvents, checkItems } from './edge-checks.ts'
import { checkEndless } from './endless.ts'
import type { Finder } from './finder.ts'
import { checkOperations } from './http-checks.ts'
import { checkParameters } from './http-parameters.ts'
import { checkMediaTypes } from './media-checks.ts'
import { checkNames } from './name-checks.ts'
import { danglingReferences } from './references.ts'
import { checkSecuritySchemes } from './security-checks.ts'

/** Everything that a document of the right shape can still have wrong, whoever wrote it. */
export function checkMeaning(document: ContractDocument, found: Finder): void {
  checkHead(document, found)
  checkNames(document, found)
  checkPattern(document, found)
  checkSecuritySchemes(document, found)
  checkMediaTypes(document, found)
  checkEndless(document, found)
}

/** What a program that no compiler looked at may have put into a document. */
export function checkShape(document: ContractDocument, found: Finder): void {
  const invalid = (pointer: string, problem: string): void =>
    found.error('INVALID_OPTION', pointer, problem, 'see docs/contracts.md for what may stand there')
  documentShape.check(document, '', invalid)
  if (found.hasError()) return
  for (const { pointer, problem } of danglingReferences(document)) invalid(pointer, problem)
}

function checkHead({ id, line }: ContractDocument, found: Finder): void {
  const slash = id.indexOf('/')
  if (slash < 1 || !isScopeName(id.slice(0, slash)) || !isComponentName(id.slice(slash + 1))) {
    const hint = 'write scope/name in lower case: acme.orders/orders-api'
    found.error('INVALID_ID', '/id', `"${id}" is no contract id`, hint)
  }
  if (!Number.isInteger(line) || line < 1) {
    found.error('INVALID_LINE', '/line', `the protocol line is ${line}`, 'lines are counted from 1')
  }
}

function checkPattern(document: ContractDocument, found: Finder): void {
  switch (document.pattern) {
    case 'http':
      checkOperations(document, found)
      return checkParameters(document, found)
    case 'messaging':
      return checkChannels(document, found)
    case 'sockets':
      return checkItems(document, found)
    case 'events':
      return checkEvents(document, found)
    case 'schemas':
      if (document.exports.length > 0) return
      found.error('NO_SCHEMAS', '/schemas', 'the contract shares no schema', 'name at least one under "schemas"')
  }
}
