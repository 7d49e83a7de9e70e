import { TesseraError } from '@tessera/core.model'
import { openLocalScope } from '@tessera/scope.store'
import { table } from '@tessera/ui.terminal'
import { loadNodes, openWorkspace, type Workspace } from '@tessera/workspace.files'
import { linkWorkspace, vendorNeeds } from '@tessera/workspace.transfer'
import { flag, textOption, type CommandSpec, type Context, type Input, type Outcome } from '../command.ts'
import { createContract, type CreatedContract } from '../create-contract.ts'
import { createParts } from '../create-parts.ts'
import { completeLock, needsText } from '../npm-needs.ts'
import { templates } from '../starters.ts'

const PARTS = 'parts'

/** What can be created, and when to take it. */
const CHOICES: readonly (readonly [name: string, when: string])[] = [
  ...Object.entries(templates).map(([name, { when }]) => [name, when] as const),
  [PARTS, 'the parts of a contract that is there already (contract.json or *.schema.json written by hand)'],
]

export const command: CommandSpec = {
  arguments: [
    ['[what]', `${CHOICES.map(([name]) => name).join(', ')}; without it, when to take which`],
    ['[id]', 'name of the contract: billing-api, or acme.billing/billing-api'],
  ],
  options: [
    ['--scope <scope>', "its scope (default: the workspace's)"],
    ['-x, --skip-dependency-installation', 'refresh the lock file but install nothing'],
  ],
  examples: [
    ['tessera create', 'what there is, and when to take it'],
    ['tessera create http-contract acme.billing/billing-api', 'contract, types, mocks, client and server'],
    ['tessera create schemas acme.shared/postal', 'what several contracts import'],
    ['tessera create parts acme.billing/billing-api', 'after tessera add of a folder with a contract.json'],
  ],
  async run(context, input) {
    const [what, id] = input.arguments
    if (what === undefined) return listing()
    if (id === undefined) {
      throw new TesseraError('USAGE', `what is the new ${what} called?`, {
        hint: `give it a name: tessera create ${what} acme.billing/billing-api`,
      })
    }
    const before = await openWorkspace(context.cwd)
    if (what === PARTS) return finish(await createParts(before, id, context.emit), context, input)
    const wanted = { template: what, id, scope: textOption(input, 'scope') }
    return finish(await createContract(before, wanted, context.emit), context, input)
  },
}

function listing(): Outcome {
  return {
    data: CHOICES.map(([name, when]) => ({ name, when, parts: templates[name]?.parts ?? [] })),
    text: table(CHOICES),
    next: 'tessera create http-contract acme.billing/billing-api',
  }
}

export async function finish(
  { workspace, folder, created }: CreatedContract,
  context: Context,
  input: Input,
): Promise<Outcome> {
  const needs = await installNeeds(workspace, context, input)
  const install = needs.vendored.length > 0 && !needs.installed ? 'npm install, ' : ''
  const made = created.map((component) => `created ${component}`)
  return {
    data: { created, folder, ...needs },
    text: [...(made.length > 0 ? made : ['every part is there already']), ...needsText(needs)].join('\n'),
    next: `${install}edit ${folder}${created.some((key) => key.endsWith('/contract')) ? '/contract.ts' : ''}, then tessera watch`,
  }
}

async function installNeeds(workspace: Workspace, context: Context, input: Input): ReturnType<typeof vendorNeeds> {
  const scope = await openLocalScope(workspace.root, `${workspace.name}-local`)
  const skipInstall = flag(input, 'skipDependencyInstallation')
  const nodes = await loadNodes(workspace)
  const needs = await vendorNeeds(workspace, scope, nodes, { skipInstall }, context.emit)
  // What the root lists now, the new manifests can name.
  if (Object.keys(needs.listed).length > 0) await linkWorkspace(workspace, await loadNodes(workspace))
  await completeLock(workspace, nodes, context.emit)
  return needs
}
