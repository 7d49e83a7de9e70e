import { ejectComponents } from '@tessera/workspace.components'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<patterns...>', 'components to use as packages from now on']],
  options: [
    ['-f, --force', 'also what is modified or was not exported: that is lost'],
    ['--keep-files', 'leave the files where they are'],
    ['-x, --skip-dependency-installation', 'refresh the lock file but install nothing'],
    ['--dry-run', 'only say what would be ejected'],
  ],
  examples: [
    ['tessera eject orders-api/client', 'its sources go, its version comes into vendor/ for those who use it'],
  ],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const dryRun = flag(input, 'dryRun')
    const options = {
      ...{ patterns: input.arguments, force: flag(input, 'force'), keepFiles: flag(input, 'keepFiles'), dryRun },
      skipInstall: flag(input, 'skipDependencyInstallation'),
    }
    const { workspace: _, ...data } = await ejectComponents(workspace, scope, options, context.emit)
    const packages = new Set(data.vendored.map(({ packageName }) => packageName))
    const lines = data.ejected.map(
      ({ id, rootDir }) => `${id}  ${dryRun ? 'would be ejected' : 'ejected'} from ${rootDir}`,
    )
    const packed = packages.size === 0 || dryRun ? [] : [`vendor/ has ${[...packages].join(', ')}`]
    return {
      data: { ...data, dryRun },
      text: [...lines, ...packed].join('\n'),
      ...(dryRun ? {} : { next: 'tessera test; to have the sources back, tessera import <id>' }),
    }
  },
}
