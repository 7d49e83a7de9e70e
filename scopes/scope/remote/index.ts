export * from './open.ts'
export * from './types.ts'
