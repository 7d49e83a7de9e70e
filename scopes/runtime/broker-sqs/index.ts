export { openBroker } from './sqs-broker.ts'
