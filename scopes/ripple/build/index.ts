export { affectedNodes } from '@tessera/ripple.plan'
export * from './engine.ts'
export * from './types.ts'
