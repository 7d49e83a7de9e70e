import { cycles } from '@tessera/core.graph'
import type { Graph } from '@tessera/core.graph'
import { componentKey, formatId, TesseraError } from '@tessera/core.model'
import { noBaseline } from '@tessera/workspace.versions'
import type { TagCandidate, TagOptions } from './plan-tag.ts'

/** Refuses a set of components to tag for what would make their versions wrong. */
export function checkPlan(planned: readonly TagCandidate[], graph: Graph, options: TagOptions): void {
  const absent = planned.find((candidate) => candidate.state === 'absent')
  if (absent !== undefined) throw noBaseline(absent.component)
  refuseUnknownChange(planned)
  if (options.ignoreNewestVersion !== true) refuseOlder(planned)
  if (options.ignoreIssues !== true) {
    refuseCycles(planned, graph)
    refuseIssues(planned)
  }
  refuseUntaggedDependencies(planned)
}

/** The level of a part is that of its contract's change, which only the contract's version tells. */
function refuseUnknownChange(planned: readonly TagCandidate[]): void {
  const unknown = planned.find(({ change }) => change === 'absent')?.component
  if (unknown === undefined) return
  const contract = unknown.derived?.contract ?? unknown.key
  throw new TesseraError(
    'NO_BASELINE',
    `what changed for ${unknown.key} cannot be told: the version of ${contract} is not in the local scope`,
    {
      hint: 'run `tessera import`',
    },
  )
}

function refuseOlder(planned: readonly TagCandidate[]): void {
  for (const { component, head, state } of planned) {
    if (head === undefined || head === component.id.version) continue
    const here = component.id.version ?? 'new'
    throw new TesseraError('NEWER_VERSION_EXISTS', `${component.key} is ${here} here, but ${head} exists already`, {
      hint:
        state === 'modified'
          ? `bring your changes onto it: \`tessera checkout head ${component.key} --manual\` merges what you edited; or tag from here with --ignore-newest-version`
          : `run \`tessera checkout head ${component.key}\`, or tag from here with --ignore-newest-version`,
    })
  }
}

function refuseCycles(planned: readonly TagCandidate[], graph: Graph): void {
  const keys = new Set(planned.map((candidate) => candidate.component.key))
  const cycle = cycles(graph).find((unit) => unit.some((key) => keys.has(key)))
  if (cycle === undefined) return
  throw new TesseraError('CIRCULAR_DEPENDENCY', `these components depend on each other: ${cycle.join(', ')}`, {
    hint: 'move what they share into a component of its own, or tag them as one unit with --ignore-issues',
  })
}

function refuseIssues(planned: readonly TagCandidate[]): void {
  const issues = planned.flatMap(({ component }) =>
    component.issues
      .filter((issue) => issue.severity === 'error')
      .map((issue) => Object.assign({}, issue, { node: component.key })),
  )
  if (issues.length === 0) return
  const where = [...new Set(issues.map((issue) => issue.node))].join(', ')
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : ''
  throw new TesseraError('COMPONENT_ISSUES', `issues block the tag of ${where}: ${issues[0]?.message}${more}`, {
    hint: 'mend them, or tag all the same with --ignore-issues',
    location: issues[0]?.location,
    diagnostics: issues,
  })
}

/** A version names its dependencies exactly, so each of them must have a version or get one now. */
function refuseUntaggedDependencies(planned: readonly TagCandidate[]): void {
  const keys = new Set(planned.map((candidate) => candidate.component.key))
  for (const { component } of planned) {
    const { components, devComponents } = component.dependencies
    const untagged = [...components, ...devComponents].find(
      ({ id }) => id.version === undefined && !keys.has(componentKey(id)),
    )
    if (untagged === undefined) continue
    const dependency = formatId(untagged.id)
    throw new TesseraError('DEPENDENCY_NOT_TAGGED', `${component.key} depends on ${dependency}, which has no version`, {
      hint: `tag both: \`tessera tag ${component.key} ${dependency}\``,
    })
  }
}
