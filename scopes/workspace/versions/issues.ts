import { cycles } from '@tessera/core.graph'
import { formatLocation } from '@tessera/core.model'
import type { Diagnostic } from '@tessera/core.model'
import { importGraph, type ComponentNode, type WorkspaceNode } from '@tessera/workspace.files'

export interface ComponentIssue {
  /** Code of the diagnostic. */
  readonly type: string
  readonly description: string
  readonly data: string
}

/** The issues of a component as Bit's `status --json` has them. */
export interface IssueRow {
  readonly id: string
  readonly issues: readonly ComponentIssue[]
}

/** A cycle is an issue of each of its members: it blocks their tag. */
export function issueReporter(nodes: readonly WorkspaceNode[]): (component: ComponentNode) => readonly IssueRow[] {
  const circular = cycles(importGraph(nodes))
  return ({ key, rootDir, issues }) => {
    const own = issues.map((issue) => ({
      type: issue.code,
      description: issue.message,
      data: issue.location === undefined ? rootDir : formatLocation(issue.location),
    }))
    const cycle = circular.find((unit) => unit.includes(key))
    const all = cycle === undefined ? own : [...own, cycleIssue(cycle)]
    return all.length === 0 ? [] : [{ id: key, issues: all }]
  }
}

function cycleIssue(cycle: readonly string[]): ComponentIssue {
  const data = cycle.join(', ')
  return { type: 'CIRCULAR_DEPENDENCY', description: `these components depend on each other: ${data}`, data }
}

/** An issue in one line, with its place in front. */
export function issueLine(issue: Diagnostic): string {
  return issue.location === undefined ? issue.message : `${formatLocation(issue.location)} ${issue.message}`
}
