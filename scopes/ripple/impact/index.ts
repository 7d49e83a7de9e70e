export type { MemberChange } from './changed-members.ts'
export * from './impact.ts'
