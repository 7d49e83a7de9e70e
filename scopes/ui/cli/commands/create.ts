import { TesseraError } from '@tessera/core.model'
import { openWorkspace } from '@tessera/workspace.files'
import { textOption, type CommandSpec } from '../command.ts'
import { createContract } from '../create-contract.ts'

export const command: CommandSpec = {
  arguments: [
    ['<template>', 'http-contract: an HTTP API, standard and open to every client'],
    ['<id>', 'name of the contract: billing-api, or acme.billing/billing-api'],
  ],
  options: [['--scope <scope>', "its scope (default: the workspace's)"]],
  examples: [['tessera create http-contract acme.billing/billing-api', 'contract, types, mocks, client and server']],
  async run(context, input) {
    const [template = '', id = ''] = input.arguments
    if (template !== 'http-contract') {
      throw new TesseraError('UNKNOWN_TEMPLATE', `there is no template "${template}"`, {
        hint: 'http-contract is the one there is',
      })
    }
    const workspace = await openWorkspace(context.cwd)
    const { folder, created } = await createContract(
      workspace,
      { id, pattern: 'http', scope: textOption(input, 'scope') },
      context.emit,
    )
    return {
      data: { created },
      text: created.map((component) => `created ${component}`).join('\n'),
      next: `edit ${folder}/contract/contract.ts, then tessera watch`,
    }
  },
}
