export * from './mock.ts'
export * from './types.ts'
