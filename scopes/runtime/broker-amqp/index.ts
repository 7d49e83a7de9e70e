export { openBroker } from './amqp-broker.ts'
