import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Diagnostic, Emit } from '@tessera/core.model'
import { checkKey, importClosure } from '@tessera/ripple.plan'
import type { Unit } from '@tessera/ripple.plan'
import { announcer } from './announce.ts'
import type { Announcer } from './announce.ts'
import { explain } from './because.ts'
import type { Cache } from './cache.ts'
import { compile } from './compile.ts'
import type { Compiled } from './compile.ts'
import { examine } from './examine.ts'
import { generatedFacts, ownReason } from './generated-facts.ts'
import { groupOf, ownKey } from './groups.ts'
import { limit } from './limit.ts'
import type { NodeFacts, WorkspaceFacts } from './node-facts.ts'
import { outputsIntact, placeOutputs } from './outputs.ts'
import type { EmittedFile } from './outputs.ts'
import { pickPrograms } from './pick-programs.ts'
import type { Picked } from './pick-programs.ts'
import type { BuildState, CheckFacts, UnitState } from './state.ts'
import type { Compiler } from './typescript.ts'

export interface CheckOptions {
  readonly root: string
  readonly compiler: Compiler
  readonly cache: Cache
  /** Brought up to date as units settle. */
  readonly state: BuildState
  /** Dependencies first; closed under imports. */
  readonly units: readonly Unit[]
  readonly facts: WorkspaceFacts
  /** Nodes that failed before the check, by key. */
  readonly failed: ReadonlyMap<string, readonly Diagnostic[]>
  readonly force?: boolean | undefined
  /** Compile dependents together with what changed, before it is known whether the change reaches them. */
  readonly eager?: boolean | undefined
  readonly jobs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly emit: Emit
}

/** What became of a unit. `untouched`: nothing that it depends on changed. */
export interface Outcome {
  readonly status: 'built' | 'cached' | 'unchanged' | 'blocked' | 'failed' | 'untouched'
  readonly reason?: string
  readonly ms?: number
  /** Key of the failed node. */
  readonly by?: string
  readonly diagnostics?: readonly Diagnostic[]
  /** Absent where it failed or is blocked. */
  readonly facts?: CheckFacts
  /** Its interface is not what it was when it was last built here. */
  readonly moved?: boolean
}

interface Fresh {
  readonly facts: CheckFacts
  readonly files: readonly EmittedFile[]
  readonly ms: number
}

/**
 * Type-checks and emits what must be, in as few programs as is sound. A unit is compiled only when everything it
 * imports is settled or compiled from source in the same program; its result is kept under a key of all its inputs,
 * and settling is nothing but finding a result under the key.
 */
export async function checkUnits(options: CheckOptions): Promise<ReadonlyMap<string, Outcome>> {
  const run = new Check(options)
  try {
    for (;;) {
      run.settle()
      options.signal?.throwIfAborted()
      const programs = run.pick()
      if (programs.length === 0) return run.outcomes
      const one = limit(options.jobs ?? availableParallelism())
      await Promise.all(programs.map((program) => one(() => run.compile(program))))
    }
  } finally {
    run.dispose()
  }
}

class Check {
  readonly outcomes = new Map<string, Outcome>()
  private readonly options: CheckOptions
  private readonly byId: ReadonlyMap<string, Unit>
  private readonly unitIds: ReadonlyMap<string, string>
  private readonly own: ReadonlyMap<string, string>
  private readonly groups: ReadonlyMap<string, string>
  /** Results of this run, by key. */
  private readonly fresh = new Map<string, Fresh>()
  private readonly failures = new Map<string, { diagnostics: readonly Diagnostic[]; ms: number }>()
  private readonly dirs: string[] = []
  private readonly announcer: Announcer

  constructor(options: CheckOptions) {
    this.options = options
    this.announcer = announcer(options.emit)
    this.byId = new Map(options.units.map((unit) => [unit.id, unit]))
    this.unitIds = new Map(options.units.flatMap((unit) => unit.nodes.map((node) => [node.key, unit.id] as const)))
    this.own = new Map(options.units.map((unit) => [unit.id, ownKey(unit, options.facts)]))
    this.groups = groupOf(options.units, options.facts)
  }

  /** Settles every unit whose dependencies are settled and whose result is known. */
  settle(): void {
    for (const unit of this.options.units) {
      if (this.outcomes.has(unit.id)) continue
      const outcome = this.failedBefore(unit) ?? this.blocked(unit) ?? this.found(unit)
      if (outcome === undefined) continue
      this.outcomes.set(unit.id, outcome)
      this.announcer.settled(unit, outcome)
    }
  }

  pick(): readonly Picked[] {
    const programs = pickPrograms({
      units: this.options.units,
      outcomes: this.outcomes,
      own: this.own,
      groups: this.groups,
      state: this.options.state,
      eager: this.options.eager === true || this.options.force === true,
    })
    for (const unit of programs.flatMap((program) => program.units))
      this.announcer.underWay(unit, 'queued', this.reasonOf(unit))
    return programs
  }

  async compile({ units }: Picked): Promise<void> {
    const { root, compiler, facts, signal } = this.options
    const closure = importClosure(
      this.byId,
      units.map((unit) => unit.id),
    )
    const inside = new Set(units.map((unit) => unit.id))
    const factsOf = (unit: Unit): NodeFacts[] => unit.nodes.map((node) => facts.byKey.get(node.key) as NodeFacts)
    const sources = units.flatMap(factsOf)
    const declared = [...closure].filter((id) => !inside.has(id)).flatMap((id) => factsOf(this.byId.get(id) as Unit))
    for (const unit of units) this.announcer.underWay(unit, 'running', this.reasonOf(unit))
    const compiled = await compile({
      root,
      compiler,
      options: (sources[0] as NodeFacts).options,
      sources,
      declared,
      signal,
    })
    this.dirs.push(compiled.dir)
    this.keep(units, compiled)
  }

  dispose(): void {
    for (const dir of this.dirs) rmSync(dir, { recursive: true, force: true })
  }

  /** Files the results of a program under their keys; what stands on a failed unit is dropped. */
  private keep(units: readonly Unit[], compiled: Compiled): void {
    const { root, facts, cache } = this.options
    const interfaces = new Map<string, string>()
    const results = examine({
      root,
      units,
      facts,
      compiled,
      interfaceOf: (id) => interfaces.get(id) ?? this.interfaceOf(id),
      unitOf: (key) => this.unitIds.get(key),
    })
    for (const { unit, diagnostics, result, imports } of results) {
      const key = checkKey(this.own.get(unit.id) as string, imports)
      if (result === undefined) {
        this.failures.set(key, { diagnostics, ms: compiled.ms })
        continue
      }
      interfaces.set(unit.id, result.facts.interface)
      this.fresh.set(key, { ...result, ms: compiled.ms })
      cache.put('check', key, { facts: result.facts, files: result.files.map((file) => file.bytes) })
    }
  }

  private interfaceOf(id: string): string | undefined {
    return this.outcomes.get(id)?.facts?.interface
  }

  private blocked(unit: Unit): Outcome | undefined {
    for (const id of unit.after) {
      const outcome = this.outcomes.get(id)
      if (outcome?.status === 'failed') return { status: 'blocked', by: outcome.by ?? id }
      if (outcome?.status === 'blocked') return { status: 'blocked', by: outcome.by as string }
    }
    return undefined
  }

  private failedBefore(unit: Unit): Outcome | undefined {
    const bad = unit.nodes.filter((node) => this.options.failed.has(node.key))
    if (bad.length === 0) return undefined
    const diagnostics = bad.flatMap((node) => this.options.failed.get(node.key) ?? [])
    return { status: 'failed', by: (bad[0] as { key: string }).key, diagnostics }
  }

  private found(unit: Unit): Outcome | undefined {
    if (!unit.after.every((id) => this.outcomes.has(id))) return undefined
    const imports = Object.fromEntries(unit.imports.map((id) => [id, this.interfaceOf(id) as string]))
    const key = checkKey(this.own.get(unit.id) as string, imports)
    const failure = this.failures.get(key)
    if (failure !== undefined) {
      const by = failure.diagnostics.find((item) => item.node !== undefined)?.node ?? unit.id
      const { root, cache, state } = this.options
      const context = { root, cache, state, own: this.own, units: this.byId, outcomes: this.outcomes }
      return {
        status: 'failed',
        reason: this.reasonOf(unit),
        by,
        ms: failure.ms,
        diagnostics: explain(unit, failure.diagnostics, context),
      }
    }
    const last = this.options.state.units[unit.id]
    const fresh = this.fresh.get(key)
    if (fresh !== undefined) return this.built(unit, { key, imports, last }, fresh)
    if (this.options.force === true) return undefined
    if (last?.key === key && outputsIntact(this.options.root, unit.nodes, last)) return this.same(unit, last)
    return this.restored(unit, { key, imports, last })
  }

  private built(unit: Unit, found: Found, fresh: Fresh): Outcome {
    const { last } = found
    const reason = this.reasonOf(unit)
    this.place(unit, found, fresh)
    const { facts, ms } = fresh
    const moved = last?.facts.interface !== facts.interface
    const ownSame = last !== undefined && last.own === this.own.get(unit.id) && this.options.force !== true
    if (ownSame && last.key === found.key) return this.same(unit, last)
    if (ownSame && !moved)
      return { status: 'unchanged', reason: 'checked again, its declarations are equal', ms, facts, moved }
    return { status: 'built', reason, ms, facts, moved }
  }

  private same(unit: Unit, last: UnitState): Outcome {
    // Not worth a write of its own: where it matters, a document changed, and the state is written for that.
    last.at = this.options.state.build
    const touched = unit.after.find((id) => ['built', 'cached'].includes(this.outcomes.get(id)?.status ?? ''))
    // A part does not import the contract that it was generated from.
    const what = unit.imports.includes(touched ?? '') ? 'declarations' : 'document'
    const reason = `the ${what} of ${touched} ${what === 'document' ? 'is' : 'are'} equal`
    return touched === undefined
      ? { status: 'untouched', facts: last.facts }
      : { status: 'unchanged', reason, facts: last.facts }
  }

  private restored(unit: Unit, found: Found): Outcome | undefined {
    const entry = this.options.cache.get<CheckFacts>('check', found.key)
    if (entry === undefined) return undefined
    const { facts } = entry
    const files = facts.outputs.map((output, index) => ({
      ...output,
      bytes: Buffer.from(entry.files[index] as Uint8Array),
    }))
    const reason = found.last?.key === found.key ? 'its dist was changed' : this.reasonOf(unit)
    this.place(unit, found, { facts, files })
    const moved = found.last?.facts.interface !== facts.interface
    return { status: 'cached', reason, facts, moved }
  }

  private place(unit: Unit, { key, imports }: Found, result: Pick<Fresh, 'facts' | 'files'>): void {
    const stamps = placeOutputs(this.options.root, unit.nodes, result.files)
    const own = this.own.get(unit.id) as string
    const { state } = this.options
    const generated = generatedFacts(unit, state)
    state.units[unit.id] = { key, at: state.build, own, generated, imports, facts: result.facts, stamps }
    state.touched = true
  }

  private reasonOf(unit: Unit): string {
    const last = this.options.state.units[unit.id]
    if (last === undefined) return 'never built here'
    if (last.own !== this.own.get(unit.id)) return ownReason(unit, this.options.state)
    const moved = unit.imports.filter((id) => {
      const now = this.interfaceOf(id)
      return now !== undefined ? now !== last.imports[id] : true
    })
    return moved.length === 0 ? 'asked for' : `${moved.join(', ')} changed`
  }
}

interface Found {
  readonly key: string
  readonly imports: Readonly<Record<string, string>>
  readonly last: UnitState | undefined
}
