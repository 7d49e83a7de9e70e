export * from './contracts/index.ts'
export * from './schemas/index.ts'
