export { openBroker } from './nats-broker.ts'
