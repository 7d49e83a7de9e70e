import { eventMembers } from './event-definition.ts'
import { operationsCode } from './http-definition.ts'
import { channelMembers } from './messaging-definition.ts'
import type { Model } from './model.ts'
import { literalOf, type Members, objectCode } from './object-code.ts'
import { redactedSlots } from './redact.ts'
import { slotChecks, slotCodecs, type Speaker, spokenBy, type SpokenModel } from './slot-checks.ts'
import { socketMembers } from './socket-definition.ts'

/** `definition.ts`: what a stub knows of its contract at run time. */
export function definitionFile(model: Model, speaker: Speaker): string {
  const checks = [...slotChecks(model, 'provider'), ...slotCodecs(model, speaker)].map(({ name }) => name)
  const imported = checks.length === 0 ? '' : `import { ${checks.join(', ')} } from './checks.ts'\n`
  const { type, members, webhooks } = definitionOf(spokenBy(model, speaker))
  const declare = (name: string, words: string, own: Members) =>
    `/** ${words} */\nexport const ${name}: ${type} = ${objectCode({ ...identityMembers(model), ...own })}\n`
  return [
    `import type { ${type} } from '@tessera/runtime.core'\n${imported}`,
    declare('definition', 'What travels under this contract, and how it is checked.', members),
    ...(webhooks ? [declare('webhooks', 'What the provider calls at the consumer.', webhooks)] : []),
  ].join('\n')
}

interface Definition {
  /** Of `@tessera/runtime.core`. */
  readonly type: string
  readonly members: Members
  readonly webhooks?: Members
}

function definitionOf(model: SpokenModel): Definition {
  switch (model.document.pattern) {
    case 'http': {
      const members = { operations: operationsCode(model, model.operations) }
      const webhooks = { operations: operationsCode(model, model.webhooks) }
      return { type: 'HttpDefinition', members, ...(model.webhooks.length === 0 ? {} : { webhooks }) }
    }
    case 'messaging':
      return { type: 'MessagingDefinition', members: channelMembers(model) }
    case 'sockets':
      return { type: 'SocketDefinition', members: socketMembers(model) }
    case 'events':
      return { type: 'EventsDefinition', members: eventMembers(model) }
    case 'schemas':
      return { type: 'ContractIdentity', members: {} }
  }
}

function identityMembers(model: Model): Members {
  const { id, line, securitySchemes } = model.document
  return {
    contract: literalOf(id),
    line: literalOf(line),
    hash: literalOf(model.hash),
    securitySchemes: literalOf(securitySchemes),
    redact: redactCode(model),
  }
}

/** By slot, so that what reports on a slot knows what to leave out. */
function redactCode({ document, defs }: Model): string | undefined {
  const redact = redactedSlots({ slots: document.slots, $defs: defs })
  return Object.keys(redact).length === 0 ? undefined : literalOf(redact)
}
