import { suggestion, TesseraError } from '@tessera/core.model'
import type { CommandSpec } from '../command.ts'
import { exportContract, FORMATS } from './contract-export.ts'
import { importContract } from './contract-import.ts'

export const command: CommandSpec = {
  arguments: [
    ['<action>', 'import or export'],
    ['<file-or-component>', 'import: an OpenAPI 3, AsyncAPI 3 or JSON Schema file; export: a contract'],
  ],
  options: [
    ['--scope <scope>', "import: the contract's scope (default: the workspace's)"],
    ['--name <name>', 'import: its name (default: from the title of the document)'],
    ['--pattern <pattern>', 'import of AsyncAPI: messaging or sockets (default: by its protocols)'],
    ['--replace', 'import: write contract.ts of a contract that is there anew; its protocol line is kept'],
    ['--dry-run', 'import: show what would be made, and what would be left out'],
    ['--verbose', 'import: every note on what did not carry over, not only counts'],
    ['-x, --skip-dependency-installation', 'import: refresh the lock file but install nothing'],
    ['--format <format>', `export: ${FORMATS.join(', ')} (default: by the pattern of the contract)`],
    ['--out <file>', 'export: write there instead of printing; .yaml for YAML'],
  ],
  examples: [
    ['tessera contract import petstore.yaml --scope acme.pets', 'contract, types, mocks, client and server of an API'],
    ['tessera contract import petstore.yaml --dry-run', 'the contract.ts it would be, and what does not carry over'],
    ['tessera contract import petstore-v2.yaml --replace', 'a newer document into the same contract'],
    ['tessera contract export orders-api --format postman --out orders.json', 'a collection that Postman can call'],
  ],
  async run(context, input) {
    const [action = '', target = ''] = input.arguments
    if (action === 'import') return importContract(context, input, target)
    if (action === 'export') return exportContract(context, input, target)
    throw new TesseraError('USAGE', `contract has no action "${action}"${suggestion(action, ['import', 'export'])}`, {
      hint: 'import or export',
    })
  },
}
