import { openLocalScope } from '@tessera/scope.store'
import { loadNodes, openWorkspace } from '@tessera/workspace.files'
import { linkWorkspace, vendorNeeds } from '@tessera/workspace.transfer'
import { flag, textOption, type CommandSpec } from '../command.ts'
import { createContract } from '../create-contract.ts'
import { completeLock, needsText } from '../npm-needs.ts'
import { templates } from '../starters.ts'

export const command: CommandSpec = {
  arguments: [
    [
      '<template>',
      Object.entries(templates)
        .map(([name, { when, parts }]) => `${name}: ${when} (contract, ${parts.join(', ')})`)
        .join('\n'),
    ],
    ['<id>', 'name of the contract: billing-api, or acme.billing/billing-api'],
  ],
  options: [
    ['--scope <scope>', "its scope (default: the workspace's)"],
    ['-x, --skip-dependency-installation', 'refresh the lock file but install nothing'],
  ],
  examples: [
    ['tessera create http-contract acme.billing/billing-api', 'contract, types, mocks, client and server'],
    ['tessera create schemas acme.shared/postal', 'what several contracts import'],
  ],
  async run(context, input) {
    const [template = '', id = ''] = input.arguments
    const before = await openWorkspace(context.cwd)
    const wanted = { template, id, scope: textOption(input, 'scope') }
    const { workspace, folder, created } = await createContract(before, wanted, context.emit)
    const scope = await openLocalScope(workspace.root, `${workspace.name}-local`)
    const skipInstall = flag(input, 'skipDependencyInstallation')
    const nodes = await loadNodes(workspace)
    const needs = await vendorNeeds(workspace, scope, nodes, { skipInstall }, context.emit)
    // What the root lists now, the new manifests can name.
    if (Object.keys(needs.listed).length > 0) await linkWorkspace(workspace, await loadNodes(workspace))
    await completeLock(workspace, nodes, context.emit)
    const install = needs.vendored.length > 0 && !needs.installed ? 'npm install, ' : ''
    return {
      data: { created, folder, ...needs },
      text: [...created.map((component) => `created ${component}`), ...needsText(needs)].join('\n'),
      next: `${install}edit ${folder}/contract.ts, then tessera watch`,
    }
  },
}
