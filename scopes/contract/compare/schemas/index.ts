export { compareSchemas } from './compare-schemas.ts'
export type * from './types.ts'
