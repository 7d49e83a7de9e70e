export { httpDefinition } from './http-definition.ts'
export { redacted } from './redacted.ts'
export { eventsDefinition, messagingDefinition, socketDefinition } from './peer-definitions.ts'
