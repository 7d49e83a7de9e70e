export * from './affected.ts'
