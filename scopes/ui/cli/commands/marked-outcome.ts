import type { MarkResult } from '@tessera/workspace.components'
import type { Outcome } from '../command.ts'

interface Words {
  readonly done: string
  readonly same: string
  readonly dryRun: boolean
}

/** What deprecating, and taking that back, came to. */
export function markedOutcome({ changed, unchanged }: MarkResult, { done, same, dryRun }: Words): Outcome {
  const lines = [
    ...changed.map((id) => `${id}  ${dryRun ? 'would be ' : ''}${done}`),
    ...unchanged.map((id) => `${id}  ${same}`),
  ]
  return {
    data: { changed, unchanged, dryRun },
    text: lines.join('\n'),
    ...(changed.length > 0 && !dryRun ? { next: 'tessera tag -m "<why>", then tessera export' } : {}),
  }
}
