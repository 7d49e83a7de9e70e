export type { TagLevel } from './next-version.ts'
export * from './plan-tag.ts'
export * from './tag.ts'
