export { affectedNodes } from '@tessera/ripple.plan'
export * from './accept-documents.ts'
export * from './engine.ts'
export * from './types.ts'
