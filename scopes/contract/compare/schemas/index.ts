export { compareSchemas } from './compare-schemas.ts'
export { SCHEMA_RULES, type SchemaRuleId } from './rules.ts'
export type * from './types.ts'
