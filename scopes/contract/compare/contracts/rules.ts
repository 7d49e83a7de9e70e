/** Which page of docs/rules a rule stands on. */
export type RuleFamily =
  | 'contract'
  | 'operations'
  | 'payloads'
  | 'security'
  | 'channels'
  | 'sockets'
  | 'events'
  | 'schemas'

interface Rule {
  readonly family: RuleFamily
  /** What to do instead, where it breaks somebody. */
  readonly wayOut?: string
  /** Only words changed: a patch. */
  readonly words?: true
}

const OWN = {
  'contract-renamed': { family: 'contract', wayOut: 'Keep the id, and start a new contract under the new one.' },
  'pattern-changed': { family: 'contract', wayOut: 'Start a new contract, and keep this one until nobody uses it.' },
  'line-changed': {
    family: 'contract',
    wayOut: 'Keep the line where the change breaks nobody; else keep the old line served beside the new one.',
  },
  'export-removed': { family: 'contract', wayOut: 'Keep the schema, marked deprecated, until nobody imports it.' },
  'export-added': { family: 'contract' },
  'description-changed': { family: 'contract', words: true },
  'deprecation-changed': { family: 'contract', words: true },
  'sunset-earlier': { family: 'contract', wayOut: 'Keep the date that was announced.' },
  'sunset-changed': { family: 'contract', words: true },
  'deadline-lowered': {
    family: 'contract',
    wayOut: 'Keep the deadline, or show that nothing takes longer and accept the finding.',
  },
  'deadline-raised': { family: 'contract' },

  'operation-removed': {
    family: 'operations',
    wayOut: 'Keep it, marked deprecated with a sunset date, until nobody calls it.',
  },
  'operation-added': { family: 'operations' },
  'operation-renamed': { family: 'operations' },
  'alias-removed': { family: 'operations' },
  'method-changed': {
    family: 'operations',
    wayOut: 'Add a second operation with the new method, and deprecate this one.',
  },
  'path-changed': { family: 'operations', wayOut: 'Add a second operation at the new path, and deprecate this one.' },
  'path-shadowed': {
    family: 'operations',
    wayOut: 'Put it at a path that no value of the parameter gives, or narrow the parameter one release ahead.',
  },
  'path-parameter-renamed': { family: 'operations' },
  'webhook-changed': { family: 'operations', wayOut: 'Add an operation of its own for the other direction.' },
  'idempotency-lost': {
    family: 'operations',
    wayOut: 'Keep it safe to send again, with a store of idempotency keys where need be.',
  },
  'idempotency-gained': { family: 'operations' },
  'parameter-style-changed': { family: 'operations', wayOut: 'Add a second parameter that is written the new way.' },
  'success-status-added': {
    family: 'operations',
    wayOut: 'Answer with a status that was declared, or add an operation for the new outcome.',
  },
  'success-status-removed': {
    family: 'operations',
    wayOut: 'Go on answering it, or add an operation for the new outcome.',
  },
  'error-status-added': { family: 'operations' },
  'error-status-removed': { family: 'operations' },
  'problem-changed': {
    family: 'operations',
    wayOut: 'Answer it as before, and declare the new form under another status.',
  },

  'payload-required': { family: 'payloads', wayOut: 'Let it be left out, and say what that means.' },
  'payload-optional': { family: 'payloads', wayOut: 'Always send it.' },
  'payload-added': { family: 'payloads' },
  'payload-removed': { family: 'payloads', wayOut: 'Go on sending it.' },
  'media-type-changed': { family: 'payloads', wayOut: 'Add an operation or a channel for the new media type.' },
  'size-limit-lowered': { family: 'payloads', wayOut: 'Keep the limit.' },
  'size-limit-raised': { family: 'payloads', wayOut: 'Keep what is sent within the old limit.' },
  'strictness-changed': { family: 'payloads', wayOut: 'Go on ignoring undeclared properties.' },

  'credentials-refused': { family: 'security', wayOut: 'Go on accepting the old credentials beside the new ones.' },
  'credentials-accepted': { family: 'security' },
  'security-scheme-changed': { family: 'security', wayOut: 'Add a second scheme, and accept either.' },

  'channel-removed': {
    family: 'channels',
    wayOut: 'Keep it, marked deprecated with a sunset date, until nobody uses it.',
  },
  'channel-added': { family: 'channels' },
  'address-changed': {
    family: 'channels',
    wayOut: 'Add a second channel at the new address, and serve both for a while.',
  },
  'delivery-changed': {
    family: 'channels',
    wayOut: 'Add a second channel with the new delivery, and serve both for a while.',
  },
  'ordering-lost': { family: 'channels', wayOut: 'Keep the order, or add a channel without it.' },
  'ordering-gained': { family: 'channels' },
  'message-renamed': { family: 'channels', wayOut: 'Keep the name of the message, or add a channel for the new one.' },
  'retry-changed': { family: 'channels' },
  'reply-added': { family: 'channels', wayOut: 'Add a channel or item with a reply, and keep the one without.' },
  'reply-removed': { family: 'channels', wayOut: 'Go on replying.' },
  'sender-changed': { family: 'channels', wayOut: 'Add another channel or item for the other sender.' },

  'item-removed': { family: 'sockets', wayOut: 'Keep it, marked deprecated with a sunset date, until nobody uses it.' },
  'item-added': {
    family: 'sockets',
    wayOut: 'Send it only to consumers that asked for it: add an item by which they do, one release ahead.',
  },
  'window-changed': { family: 'sockets' },
  'heartbeat-changed': { family: 'sockets' },

  'event-removed': { family: 'events', wayOut: 'Go on publishing it, marked deprecated with a sunset date.' },
  'event-added': { family: 'events' },
  'event-type-changed': { family: 'events', wayOut: 'Keep the type, or publish under both for a while.' },
  'details-added': { family: 'events' },
  'details-removed': { family: 'events', wayOut: 'Keep the operation that gives the details.' },
  'details-changed': {
    family: 'events',
    wayOut: 'Keep the old way working: the operation, its parameters, and the fields that feed them.',
  },
  'details-moved': {
    family: 'events',
    wayOut: 'Keep the old contract serving details until its subscribers are gone.',
  },
  'fetch-share-changed': { family: 'events' },

  'schema-changed': { family: 'schemas', wayOut: 'Add a new field beside the old one instead of changing it.' },
  'schema-reworded': { family: 'schemas', words: true },
  'default-changed': { family: 'schemas', wayOut: 'Keep the default, and let those who want another value send it.' },
  'default-removed': { family: 'schemas', wayOut: 'Keep the default.' },
  'default-added': { family: 'schemas' },
  'open-enum-value-removed': { family: 'schemas', wayOut: 'Go on taking the member.' },
  'open-enum-value-added': { family: 'schemas' },
  'codec-changed': { family: 'schemas' },
  'redaction-changed': { family: 'schemas', words: true },
} as const satisfies Record<string, Rule>

/** Stable id of a rule of its own; those of schemas are the ids of `compareSchemas`. */
export type OwnRuleId = keyof typeof OWN

/** Stable id of a rule: those over contracts, and those that `compareSchemas` finds within a payload. */
export type RuleId = OwnRuleId | (string & {})

/** Every rule that is not one of `compareSchemas`, by id. */
export const RULES: Readonly<Record<OwnRuleId, Rule>> = OWN

/** What to do instead; undefined where nothing is broken by it. */
export function wayOutOf(rule: RuleId): string | undefined {
  const own = ruleOf(rule)
  if (own !== undefined) return own.wayOut
  const known = Object.hasOwn(SCHEMA_WAYS, rule) ? SCHEMA_WAYS[rule] : undefined
  return known ?? (/-(?:raised|lowered)$/.test(rule) ? 'Keep the bound.' : OWN['schema-changed'].wayOut)
}

const LEAVE_OUT = 'Let it be left out, and say what that means: `.optional()` or `.default(…)`.'
const GO_ON_TAKING = 'Go on taking what was taken.'
const NEW_VALUE = 'Send the new value in a field of its own, or in a protocol line of its own as an open enum.'

/** Of rules that `compareSchemas` finds. */
const SCHEMA_WAYS: Readonly<Record<string, string>> = {
  'required-added': LEAVE_OUT,
  'property-added-required': LEAVE_OUT,
  'required-removed': 'Always send it.',
  'property-removed': 'Go on sending it, marked deprecated, until nobody reads it.',
  'property-added-optional':
    'Let readers ignore what they do not know, one release ahead: `z.object` instead of `z.strictObject`.',
  'property-removed-from-closed': GO_ON_TAKING,
  'additional-properties-closed': GO_ON_TAKING,
  'enum-value-removed': GO_ON_TAKING,
  'enum-added': GO_ON_TAKING,
  'enum-value-added': NEW_VALUE,
  'enum-removed': NEW_VALUE,
}

/** Whether only words changed. */
export function isOfWords(rule: RuleId): boolean {
  return ruleOf(rule)?.words === true
}

function ruleOf(rule: RuleId): Rule | undefined {
  return Object.hasOwn(OWN, rule) ? OWN[rule as OwnRuleId] : undefined
}
