export * from './compare-contracts.ts'
export * from './finding.ts'
export type { RuleId } from './rules.ts'
