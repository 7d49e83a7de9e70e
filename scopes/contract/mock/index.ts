export * from './cases.ts'
export * from './mock-error.ts'
export * from './mock.ts'
export * from './types.ts'
