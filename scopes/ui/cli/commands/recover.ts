import { recoverComponents } from '@tessera/workspace.components'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<patterns...>', 'components that were deleted softly; in full where they have left the workspace']],
  options: [
    ['-x, --skip-dependency-installation', 'refresh the lock file but install nothing'],
    ['--dry-run', 'only say what would be recovered'],
  ],
  examples: [
    ['tessera recover orders-api/client', 'takes back tessera delete'],
    ['tessera recover acme.orders/orders-api/client', 'after the export: brings it here again, then tag and export'],
  ],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const dryRun = flag(input, 'dryRun')
    const skipInstall = flag(input, 'skipDependencyInstallation')
    const options = { patterns: input.arguments, skipInstall, dryRun }
    const { workspace: _, ...result } = await recoverComponents(workspace, scope, options, context.emit)
    const words = dryRun ? 'would be recovered' : 'recovered'
    return {
      data: { ...result, dryRun },
      text: result.recovered.map((id) => `${id}  ${words}`).join('\n') || 'nothing here is deleted',
      ...(result.pending.length > 0 && !dryRun
        ? { next: `tessera tag ${result.pending.join(' ')} -m "recover", then tessera export` }
        : {}),
    }
  },
}
