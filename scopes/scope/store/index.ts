export * from './init.ts'
export * from './locate.ts'
export * from './open.ts'
export * from './types.ts'
