import { found } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { judge } from './flow.ts'
import type { Flow } from './flow.ts'

/** Who sends the request relies on the reply: one that went is missed, one that came is waited for. */
export function replyChanged(
  place: Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>,
  { flow, added }: { readonly flow: Flow; readonly added: boolean },
): ContractFinding {
  const verdict = judge(flow, { narrowed: added, widened: !added })
  const message = added ? `${place.at} is answered now` : `${place.at} is no longer answered`
  const parts = { client: 'major', server: 'major', types: 'major', mocks: 'major' } as const
  return found(added ? 'reply-added' : 'reply-removed', { direction: 'message', ...place, ...verdict, message, parts })
}
