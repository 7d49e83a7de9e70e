export { remotePath } from './locate.ts'
export * from './open.ts'
export { inQueue } from './queue.ts'
export * from './types.ts'
