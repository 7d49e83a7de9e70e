// Runs contracts in a process of its own: they are programs, and may throw, print or never end.
import { register } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Diagnostic } from '@tessera/core.model'
import type * as Define from '@tessera/contract.define'
import { describeFailure } from './evaluate-failure.ts'
import { READY } from './evaluate-protocol.ts'
import type { Evaluated, EvaluateRequest } from './evaluate-protocol.ts'

const workspace = pathToFileURL(`${process.cwd()}/`).href
process.setSourceMapsEnabled(true)
register('./evaluate-hooks.js', import.meta.url, { data: { workspace } })

process.on('disconnect', () => process.exit())
process.on('unhandledRejection', () => {})
process.on('message', (request: EvaluateRequest) => {
  void answer(request).then((result) => process.send?.(result))
})
// Loaded before the first contract is asked for, so that its time limit is its own.
await loadDefine(workspace).catch(() => {})
process.send?.(READY)

async function answer(request: EvaluateRequest): Promise<Evaluated> {
  const { id, file } = request
  try {
    return { id, ...(await evaluate(request)) }
  } catch (error) {
    return { id, diagnostics: [describeFailure(error, { workspace, file })] }
  }
}

async function evaluate({ contract, file, run }: EvaluateRequest): Promise<Omit<Evaluated, 'id'>> {
  const url = pathToFileURL(file).href
  const exported = (await import(`${url}?run=${run}`)) as Readonly<Record<string, unknown>>
  const define = await loadDefine(url)
  const found = [...new Set(Object.values(exported).filter((value) => define.isContract(value)))]
  const own = found.find((value) => `${value.id}/contract` === contract)
  if (own === undefined) return { diagnostics: [notFound(contract, file, Object.keys(exported), found)] }
  const { document, diagnostics } = define.toDocument(own, { file })
  return document === undefined ? { diagnostics } : { diagnostics, document: define.formatDocument(document) }
}

/** The copy that whoever is at `url` sees. */
async function loadDefine(url: string): Promise<typeof Define> {
  return (await import(`tessera:define?from=${encodeURIComponent(url)}`)) as typeof Define
}

function notFound(
  contract: string,
  file: string,
  names: readonly string[],
  found: readonly Define.Contract[],
): Diagnostic {
  const id = contract.replace(/\/contract$/, '')
  const location = { file }
  if (found.length > 0) {
    const ids = found.map((value) => `"${value.id}"`).join(', ')
    const message = `the contract of ${contract} calls itself ${ids}`
    return { severity: 'error', code: 'CONTRACT_ID', message, hint: `give it the id "${id}"`, location }
  }
  const exportsWhat = names.length === 0 ? 'nothing' : names.join(', ')
  return {
    severity: 'error',
    code: 'CONTRACT_EXPORTS_NOTHING',
    message: `no export is a contract; it exports ${exportsWhat}`,
    hint: `export const api = httpContract({ id: '${id}', operations: { … } }), or messagingContract, socketContract, eventContract; schemas where it only shares schemas`,
    location,
  }
}
