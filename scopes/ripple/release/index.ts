export * from './plan-tag.ts'
export * from './tag.ts'
