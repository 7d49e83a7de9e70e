export { publishComponents } from './publish.ts'
export * from './types.ts'
