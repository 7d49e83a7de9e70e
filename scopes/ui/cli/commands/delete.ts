import { componentKey, parseComponentId, TesseraError } from '@tessera/core.model'
import { deleteComponents, deleteFromScope, deleteVersions } from '@tessera/workspace.components'
import { counted } from '@tessera/ui.terminal'
import { shortVersion } from '@tessera/workspace.versions'
import { flag, textOption, type CommandSpec, type Context, type Input, type Outcome } from '../command.ts'
import { knownScopes } from '../known-scopes.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<patterns...>', 'components; with --hard, ids in full']],
  options: [
    ['--range <range>', 'only these versions: "<1.0.0"'],
    ['--snaps <hashes>', 'only these versions without a tag, separated by commas'],
    ['--hard <scope>', 'make this scope (its name, URL or folder) forget them with all their versions, at once'],
    ['-f, --force', 'also what others use'],
    ['--dry-run', 'only say what would be deleted'],
  ],
  examples: [
    ['tessera delete orders-api/client', 'its next version says so: then tag and export; recover takes it back'],
    ['tessera delete orders-api/client --range "<1.0.0"', 'only its older versions'],
    ['tessera delete acme.orders/old --hard file:../scopes/acme.orders', 'for good: no version stays there'],
  ],
  async run(context, input) {
    const hard = textOption(input, 'hard')
    const isSome = textOption(input, 'range') !== undefined || textOption(input, 'snaps') !== undefined
    if (isSome && (hard !== undefined || flag(input, 'force'))) {
      throw new TesseraError('USAGE', '--range and --snaps mark versions as deleted, which is never hard nor forced', {
        hint: 'leave --hard and --force out',
      })
    }
    if (isSome) return softVersions(context, input)
    return hard === undefined ? soft(context, input) : deleteHard(context, input, hard)
  },
}

async function softVersions(context: Context, input: Input): Promise<Outcome> {
  const { workspace, scope } = await openSession(context)
  const dryRun = flag(input, 'dryRun')
  const snaps = textOption(input, 'snaps')
    ?.split(',')
    .map((snap) => snap.trim())
  const options = { patterns: input.arguments, range: textOption(input, 'range'), snaps, dryRun }
  const { marked } = await deleteVersions(workspace, scope, options)
  const would = dryRun ? 'would be ' : ''
  const lines = marked.map(
    ({ id, versions }) => `${id}  ${versions.map(shortVersion).join(', ')} ${would}marked as deleted`,
  )
  return {
    data: { marked, dryRun },
    text: lines.join('\n') || 'nothing to delete',
    ...(marked.length > 0 && !dryRun ? { next: nextOf(marked.map(({ id }) => id)) } : {}),
  }
}

function nextOf(marked: readonly string[]): string {
  return `tessera tag ${marked.join(' ')} -m "delete", then tessera export`
}

async function soft(context: Context, input: Input): Promise<Outcome> {
  const { workspace, scope } = await openSession(context)
  const dryRun = flag(input, 'dryRun')
  const options = { patterns: input.arguments, force: flag(input, 'force'), dryRun }
  const { marked, untracked } = await deleteComponents(workspace, scope, options)
  const would = dryRun ? 'would be ' : ''
  const lines = [
    ...marked.map((id) => `${id}  ${would}marked as deleted`),
    ...untracked.map((id) => `${id}  had no version: ${would}no component any more, its files stay`),
  ]
  const isNext = marked.length > 0 && !dryRun
  return {
    data: { marked, untracked, dryRun },
    text: lines.join('\n'),
    ...(isNext ? { next: nextOf(marked) } : {}),
  }
}

async function deleteHard(context: Context, input: Input, hard: string): Promise<Outcome> {
  const ids = input.arguments.map(parseComponentId)
  const { remotes, base } = await knownScopes(context)
  const url = remotes[hard] ?? (hard.includes(':') ? hard : `file:${hard}`)
  const dryRun = flag(input, 'dryRun')
  const named = ids.find((id) => id.version !== undefined)
  if (named !== undefined) {
    throw new TesseraError('USAGE', `${componentKey(named)} is named with a version`, {
      hint: 'versions never change: a component goes as a whole, or not at all',
    })
  }
  const from = hard.includes(':') || remotes[hard] !== undefined ? base : context.cwd
  const options = { url, base: from, others: urlsOf(remotes, base, from), force: flag(input, 'force'), dryRun }
  const deleted = await deleteFromScope(ids, options)
  const words = dryRun ? 'would be deleted, nothing was changed yet' : 'deleted for good'
  return {
    data: { deleted, scope: url, dryRun },
    text: [...deleted.map((id) => `  ${id}`), `${counted(deleted, 'component')} ${words} in ${hard}`].join('\n'),
    ...(dryRun ? {} : { next: `tessera gc ${hard} frees the space` }),
  }
}

/** Relative URLs of other remotes start from the workspace; where that is not the base, they cannot be looked into. */
function urlsOf(remotes: Readonly<Record<string, string>>, base: string, from: string): readonly string[] {
  const urls = Object.values(remotes)
  return base === from ? urls : urls.filter((url) => url.startsWith('file:///'))
}
