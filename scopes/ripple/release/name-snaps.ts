import { randomUUID } from 'node:crypto'
import { sha1 } from '@tessera/core.model'
import type { PlannedTag, TagPlan } from './plan-tag.ts'

/** Gives each snap of a plan a name that stands for its hash until it is made. */
export function nameSnaps(plan: TagPlan): TagPlan {
  return {
    ...plan,
    tags: plan.tags.map((each) => (each.version === '' ? { ...each, version: sha1(randomUUID()) } : each)),
  }
}

/** What was planned, under the versions that it got. */
export function asMade(tags: readonly PlannedTag[], made: ReadonlyMap<string, string>): readonly PlannedTag[] {
  return tags.map((each) => {
    const version = made.get(each.key) ?? each.version
    return { ...each, version, id: `${each.key}@${version}` }
  })
}
