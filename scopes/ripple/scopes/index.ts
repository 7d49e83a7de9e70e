export * from './broken.ts'
export * from './ripple.ts'
export * from './types.ts'
