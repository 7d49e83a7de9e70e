import { join } from 'node:path'
import { parseDocument } from '@tessera/contract.define/document'
import type { GeneratedPart } from '@tessera/contract.generate'
import type { Diagnostic, Emit } from '@tessera/core.model'
import { sha256, TesseraError } from '@tessera/core.model'
import type { Unit } from '@tessera/ripple.plan'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import type { Cache } from './cache.ts'
import { contractKeys } from './contract-keys.ts'
import { readIfExists } from './disk.ts'
import type { Evaluation, Evaluator } from './evaluator.ts'
import type { WorkspaceFacts } from './node-facts.ts'
import { editedFiles, handEdited, planPart } from './part-files.ts'
import type { GeneratedOutput } from './part-files.ts'
import { placeFindings } from './place-findings.ts'
import { checkWritten, readSchemaFiles } from './plain-contract.ts'
import { recordDocument } from './state.ts'
import type { BuildState } from './state.ts'
import type { GeneratedNode } from './types.ts'

export interface GeneratePhaseOptions {
  readonly root: string
  /** Where generated files go. */
  readonly output: GeneratedOutput
  /** Dependencies first. */
  readonly units: readonly Unit[]
  readonly facts: WorkspaceFacts
  readonly cache: Cache
  /** Brought up to date as contracts are done. */
  readonly state: BuildState
  readonly evaluator: Evaluator
  /** Whether a node is asked for. */
  readonly wants: (node: WorkspaceNode) => boolean
  /** Nodes whose sources are not what they were when they were last built. */
  readonly changed: ReadonlySet<string>
  readonly upgrade?: boolean | undefined
  readonly overwrite?: boolean | undefined
  readonly force?: boolean | undefined
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly emit: Emit
}

export interface GenerateOutcome {
  readonly written: readonly GeneratedNode[]
  /** What was found, by the key of the node that fails for it. */
  readonly failed: ReadonlyMap<string, readonly Diagnostic[]>
  /** What was found and fails nothing. */
  readonly warnings: readonly Diagnostic[]
  /** Keys of contracts that were executed. */
  readonly executed: ReadonlySet<string>
}

const TIMEOUT_MS = 10_000

/**
 * Executes the contracts whose sources changed, and generates the parts of those whose document changed. The document
 * is written after its parts, so that a crash between them is made good by the next run.
 */
export async function generateAll(options: GeneratePhaseOptions): Promise<GenerateOutcome> {
  const run = new Generation(options)
  options.evaluator.refresh()
  for (const node of options.units.flatMap((unit) => unit.nodes)) {
    options.signal?.throwIfAborted()
    if (node.kind === 'component' && node.contract !== undefined) await run.contract(node)
  }
  return run
}

class Generation implements GenerateOutcome {
  readonly written: GeneratedNode[] = []
  readonly failed = new Map<string, readonly Diagnostic[]>()
  readonly warnings: Diagnostic[] = []
  readonly executed = new Set<string>()
  private readonly options: GeneratePhaseOptions
  private readonly keyOf: (node: ComponentNode) => string
  private readonly parts: ReadonlyMap<string, readonly ComponentNode[]>

  constructor(options: GeneratePhaseOptions) {
    this.options = options
    this.keyOf = contractKeys(options.facts)
    this.parts = partsByContract(options.units.flatMap((unit) => unit.nodes))
  }

  async contract(node: ComponentNode): Promise<void> {
    const { wants, state, root, upgrade, cache } = this.options
    const parts = (this.parts.get(node.key) ?? []).filter(wants)
    if (parts.length === 0 && !wants(node)) return
    const known = readIfExists(join(root, node.rootDir, 'contract.json'))
    const text = await this.evaluated(node, known)
    if (text === undefined) return
    const hash = sha256(text)
    if (recordDocument(state, node.key, hash)) cache.put('documents', hash, { facts: {}, files: [Buffer.from(text)] })
    const stale = parts.filter(
      (part) =>
        upgrade === true ||
        text !== known ||
        part.derived === undefined ||
        (state.parts[part.key] !== undefined && state.parts[part.key] !== hash) ||
        Object.keys(part.derived.files).some((path) => !part.files.some((file) => file.path === path)),
    )
    for (const part of parts) if (!stale.includes(part)) this.warnOfEdits(part)
    const done = await this.generateParts(node, stale, text)
    if (done && text !== known) this.write(node, text)
  }

  /** Text of the document, made only where it may have changed; undefined where that failed. */
  private async evaluated(node: ComponentNode, known: string | undefined): Promise<string | undefined> {
    const { state, force, emit } = this.options
    const last = state.contracts[node.key]
    const key = this.keyOf(node)
    if (force !== true && known !== undefined && last?.key === key && last.document === sha256(known)) return known
    if (node.dependencies.components.some(({ id }) => this.failed.has(`${id.scope}/${id.name}`))) return undefined
    const why = this.reasonOf(node)
    this.executed.add(node.key)
    emit({ type: 'node', node: node.key, status: 'running', phase: 'generate', reason: why })
    const started = performance.now()
    const result = await this.documentOf(node, known)
    const ms = performance.now() - started
    if (!this.accept(node, result)) return undefined
    const text = result.document as string
    state.contracts[node.key] = { key, document: sha256(text), warnings: result.diagnostics }
    state.touched = true
    const status = text === known ? 'unchanged' : 'built'
    const reason = text === known ? 'its document is equal' : why
    emit({ type: 'node', node: node.key, status, phase: 'generate', ms, reason })
    return text
  }

  private async documentOf(node: ComponentNode, known: string | undefined): Promise<Evaluation> {
    const { evaluator, root, timeoutMs = TIMEOUT_MS, signal } = this.options
    switch (node.contract) {
      case 'schemas':
        return readSchemaFiles(node, root, known)
      case 'document':
        return checkWritten(node, known ?? '')
      default: {
        const result = await evaluator.evaluate(node, { root, timeoutMs, signal })
        return { ...result, diagnostics: placeFindings(result.diagnostics, node, root) }
      }
    }
  }

  private reasonOf(node: ComponentNode): string {
    const { changed } = this.options
    if (changed.has(node.key)) return 'own sources'
    const direct = node.dependencies.components.map(({ id }) => `${id.scope}/${id.name}`)
    const named = direct.filter((key) => changed.has(key))
    return named.length === 0 ? 'what it executes changed' : `${named.join(', ')} changed`
  }

  private accept(node: ComponentNode, { diagnostics, document }: Evaluation): boolean {
    if (document === undefined) this.fail(node, diagnostics)
    return document !== undefined
  }

  /** Whether all of them are now what the document says. */
  private async generateParts(
    contract: ComponentNode,
    parts: readonly ComponentNode[],
    text: string,
  ): Promise<boolean> {
    if (parts.length === 0) return true
    const started = performance.now()
    const generated = await this.generated(contract, text)
    if (generated === undefined) return false
    const ms = (performance.now() - started) / parts.length
    const results = parts.map((part) => this.part(part, { contract, generated, hash: sha256(text), ms }))
    return results.every(Boolean)
  }

  private async generated(contract: ComponentNode, text: string): Promise<readonly GeneratedPart[] | undefined> {
    try {
      // The generator is heavy, and most builds need none.
      const { generateParts } = await import('@tessera/contract.generate')
      return await generateParts(parseDocument(text, `${contract.rootDir}/contract.json`))
    } catch (error) {
      if (!(error instanceof TesseraError)) throw error
      const { code, message, hint } = error
      const file = `${contract.rootDir}/${contract.contract === 'source' ? 'contract.ts' : 'contract.json'}`
      const location = { file, ...(error.location?.pointer === undefined ? {} : { pointer: error.location.pointer }) }
      this.fail(contract, [{ severity: 'error', code, message, hint, location, node: contract.key }])
      return undefined
    }
  }

  private part(
    node: ComponentNode,
    from: { contract: ComponentNode; generated: readonly GeneratedPart[]; hash: string; ms: number },
  ): boolean {
    const { root, output, overwrite, state, emit } = this.options
    const part = from.generated.find((item) => item.id === node.key)
    if (part === undefined) return true
    const change = planPart(root, node, part)
    if (change.edited.length > 0 && overwrite !== true) {
      this.fail(node, handEdited(node, change.edited, true))
      return false
    }
    const files = output.apply(node, change)
    state.parts[node.key] = from.hash
    state.touched = true
    if (files.length > 0) this.written.push({ key: node.key, files })
    const status = files.length > 0 ? 'built' : 'unchanged'
    const reason = files.length > 0 ? `${from.contract.key} changed` : 'its sources are equal'
    emit({ type: 'node', node: node.key, status, phase: 'generate', ms: from.ms, reason })
    return true
  }

  private write(node: ComponentNode, text: string): void {
    const change = { writes: { 'contract.json': text }, removes: [], edited: [] }
    this.written.push({ key: node.key, files: this.options.output.apply(node, change) })
  }

  private warnOfEdits(node: ComponentNode): void {
    const { changed, root } = this.options
    if (!changed.has(node.key)) return
    this.warnings.push(...handEdited(node, editedFiles(root, node), false))
  }

  private fail(node: ComponentNode, diagnostics: readonly Diagnostic[]): void {
    this.failed.set(node.key, diagnostics)
  }
}

/** Parts by contract: by their record, or by their place beside it where nothing was generated yet. */
function partsByContract(nodes: readonly WorkspaceNode[]): ReadonlyMap<string, readonly ComponentNode[]> {
  const result = new Map<string, ComponentNode[]>()
  for (const node of nodes) {
    if (node.kind !== 'component' || node.contract !== undefined) continue
    const contract = node.derived?.contract ?? besideContract(node)
    if (contract === undefined) continue
    const list = result.get(contract)
    if (list === undefined) result.set(contract, [node])
    else list.push(node)
  }
  return result
}

function besideContract({ id }: ComponentNode): string | undefined {
  const match = /^(.+)\/(?:types|mocks|client|server)$/.exec(id.name)
  return match === null ? undefined : `${id.scope}/${match[1]}/contract`
}
