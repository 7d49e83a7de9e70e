import { openDonor, repairScope, verifyScope, type Donor, type Finding, type Verification } from '@tessera/scope.upkeep'
import { counted, formatDiagnostic, type Style } from '@tessera/ui.terminal'
import { flag, textOption, type CommandSpec, type Context } from '../command.ts'
import { openTarget, remotePaths, unexportedVersions, type ScopeTarget } from '../scope-target.ts'

export const command: CommandSpec = {
  arguments: [['[scope]', 'a folder, a remote, or a URL; the scope around the current folder where none is given']],
  options: [
    ['--repair', 'mend what can be mended: fetch objects again, make the index anew'],
    ['--from <scope>', 'with --repair: where else to look for objects, such as the workspace of a colleague'],
  ],
  examples: [
    ['tessera verify', 'reads every object of the local scope and names what is damaged or missing'],
    ['tessera verify acme.orders', 'the same of a remote scope'],
    ['tessera verify /srv/scopes/acme.orders --repair --from .', 'gives a bare scope back what this workspace has'],
  ],
  async run(context, input) {
    const target = await openTarget(context, input.arguments[0])
    const required = target.workspace === undefined ? [] : unexportedVersions(target.workspace)
    const options = { required, emit: context.emit }
    if (!flag(input, 'repair')) return outcomeOf(await verifyScope(target.scope, options), [])
    const donors = await openDonors(context, target, textOption(input, 'from'))
    const repair = await repairScope(target.scope, donors, options)
    return outcomeOf(repair, repair.repaired)
  },
}

async function openDonors(context: Context, target: ScopeTarget, from: string | undefined): Promise<readonly Donor[]> {
  const named = from === undefined ? [] : [await openDonor((await openTarget(context, from)).scope.path)]
  const known = await Promise.all(remotePaths(target).map((path) => openDonor(path).catch(() => undefined)))
  return [...named, ...known.filter((donor) => donor !== undefined)]
}

function outcomeOf(found: Verification, repaired: readonly Finding[]) {
  const errors = found.findings.filter(({ severity }) => severity === 'error')
  return {
    data: found,
    text: (style: Style) => textOf(found, repaired, style),
    exitCode: errors.length > 0 ? (1 as const) : (0 as const),
  }
}

function textOf({ findings, counts, path }: Verification, repaired: readonly Finding[], style: Style): string {
  const objects = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const kinds = Object.entries(counts).map(([type, count]) => `${count} ${type}`)
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const verdict = errors === 0 ? style.green('✔ nothing wrong') : style.red(`✖ ${counted(errors, 'error')}`)
  return [
    ...repaired.map(({ message }) => `${style.green('✔')} mended: ${message}`),
    ...findings.map((found) => formatDiagnostic(found, style)),
    `${verdict} in ${path}: ${counted(objects, 'whole object')}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`,
  ].join('\n')
}
