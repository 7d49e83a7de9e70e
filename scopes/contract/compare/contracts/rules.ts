/** Stable id of a rule. */
export type RuleId = string
