export { openBroker } from './redis-broker.ts'
