export { httpDefinition } from './http-definition.ts'
export { eventsDefinition, messagingDefinition, socketDefinition } from './peer-definitions.ts'
