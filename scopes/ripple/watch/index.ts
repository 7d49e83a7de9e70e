export * from './watch.ts'
