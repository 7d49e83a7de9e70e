import type { Diagnostic } from '@tessera/core.model'
import { declarationFacts, hashOf, interfaceHash, stripComments } from '@tessera/ripple.plan'
import type { DeclarationFacts, Unit } from '@tessera/ripple.plan'
import type { WorkspaceNode } from '@tessera/workspace.files'
import type { Compiled } from './compile.ts'
import type { NodeFacts, WorkspaceFacts } from './node-facts.ts'
import { isTypeScript } from './node-facts.ts'
import { collectOutputs } from './outputs.ts'
import type { EmittedFile } from './outputs.ts'
import type { CompilerMessage } from './parse-diagnostics.ts'
import type { CheckFacts } from './state.ts'

export interface ExamineOptions {
  readonly root: string
  /** What was compiled, dependencies first. */
  readonly units: readonly Unit[]
  readonly facts: WorkspaceFacts
  readonly compiled: Compiled
  /** Interface of a unit outside this program. */
  readonly interfaceOf: (id: string) => string | undefined
  /** Id of the unit of a node. */
  readonly unitOf: (key: string) => string | undefined
}

export interface Examined {
  readonly unit: Unit
  readonly diagnostics: readonly Diagnostic[]
  /** Interface of each unit it imports. */
  readonly imports: Readonly<Record<string, string>>
  /** Absent where it failed. */
  readonly result?: { readonly facts: CheckFacts; readonly files: readonly EmittedFile[] }
}

/**
 * What a program says about each of its units. Units that import a failed one are left out: they were compiled against
 * something that does not hold. Lazy, so that `interfaceOf` may know the units answered before.
 */
export function* examine(options: ExamineOptions): Generator<Examined> {
  const { units, facts, compiled } = options
  const messages = messagesByNode(units, compiled.messages)
  for (const unit of units) {
    const imports = importsOf(unit, options)
    if (imports === undefined) continue
    const found = unit.nodes.flatMap((node) => messages.get(node.key) ?? [])
    if (found.some((item) => item.severity === 'error')) {
      yield { unit, diagnostics: found, imports }
      continue
    }
    const nodes = unit.nodes.map((node) => examineNode(node, options))
    const problems = nodes.flatMap((item) => nameProblems(item, facts))
    if (problems.length > 0) yield { unit, diagnostics: problems, imports }
    else yield { unit, diagnostics: found, imports, result: toResult(unit, nodes, { ...options, imports }) }
  }
}

function importsOf(unit: Unit, { interfaceOf }: ExamineOptions): Readonly<Record<string, string>> | undefined {
  const entries: [string, string][] = []
  for (const id of unit.imports) {
    const value = interfaceOf(id)
    if (value === undefined) return undefined
    entries.push([id, value])
  }
  return Object.fromEntries(entries)
}

function messagesByNode(
  units: readonly Unit[],
  messages: readonly CompilerMessage[],
): ReadonlyMap<string, readonly Diagnostic[]> {
  const nodes = units.flatMap((unit) => unit.nodes)
  const found = new Map<string, Diagnostic[]>()
  const add = (node: string, diagnostic: Diagnostic): void => {
    const list = found.get(node)
    if (list === undefined) found.set(node, [diagnostic])
    else list.push(diagnostic)
  }
  for (const { file, line, column, severity, code, message } of messages) {
    const owner = file === undefined ? undefined : ownerOf(file, nodes)
    const location = file === undefined ? undefined : { file, line, column }
    const diagnostic = { severity, code, message, location, node: owner?.key }
    // Without an owner it is about the whole program: no unit of it can be believed.
    for (const node of owner === undefined ? nodes : [owner]) add(node.key, diagnostic)
  }
  return found
}

function ownerOf(file: string, nodes: readonly WorkspaceNode[]): WorkspaceNode | undefined {
  return nodes.find((node) => file.startsWith(`${node.rootDir}/`))
}

interface ExaminedNode {
  readonly node: WorkspaceNode
  readonly files: readonly EmittedFile[]
  readonly declarations: DeclarationFacts
}

function examineNode(node: WorkspaceNode, { root, compiled, facts }: ExamineOptions): ExaminedNode {
  const files = collectOutputs(root, facts.byKey.get(node.key) as NodeFacts, compiled.outDir)
  const texts = files.map((file) => ({ path: file.path, text: file.bytes.toString('utf8') }))
  return { node, files, declarations: declarationFacts(texts) }
}

/** What the declarations of a component name must be found by whoever installs it. */
function nameProblems({ node, declarations }: ExaminedNode, facts: WorkspaceFacts): readonly Diagnostic[] {
  if (node.kind === 'consumer') return []
  const { components, packages, peerPackages } = node.dependencies
  const declared = new Set([
    node.packageName,
    ...components.map((dependency) => dependency.packageName),
    ...Object.keys({ ...packages, ...peerPackages }),
  ])
  const isBuiltIn = (name: string): boolean => !facts.externals.knows(name) && !facts.packageNames.has(name)
  const missing = declarations.packages.filter((name) => !declared.has(name) && !isBuiltIn(name))
  return [
    ...missing.map((name) => undeclared(node, `from ${name}, which ${node.key} does not import itself`, name)),
    ...declarations.escaping.map((path) => undeclared(node, `from ${path}, a file that its package does not export`)),
  ]
}

function undeclared(node: WorkspaceNode, what: string, name?: string): Diagnostic {
  return {
    severity: 'error',
    code: 'UNDECLARED_TYPE_DEPENDENCY',
    message: `the declarations of ${node.key} hold a type ${what}`,
    hint:
      name === undefined
        ? 'export the type from that component, or annotate what is exported here with a type of its own'
        : `import the type from ${name} where it is used, or annotate what is exported with a type of its own`,
    location: { file: node.rootDir },
    node: node.key,
  }
}

interface ResultContext extends ExamineOptions {
  readonly imports: Readonly<Record<string, string>>
}

function toResult(
  unit: Unit,
  nodes: readonly ExaminedNode[],
  { imports, facts, unitOf }: ResultContext,
): { facts: CheckFacts; files: readonly EmittedFile[] } {
  const packages = new Set(nodes.flatMap((item) => item.declarations.packages))
  const names = [...new Set([...packages].flatMap((name) => facts.packageNames.get(name) ?? []))]
    .flatMap((key) => unitOf(key) ?? [])
    .filter((id) => id !== unit.id && imports[id] !== undefined)
  const external = nodes.map(({ node, declarations }) =>
    facts.externals.hash(
      declarations.packages.filter((name) => !facts.packageNames.has(name)),
      node.rootDir,
    ),
  )
  const files = nodes.flatMap((item) => item.files)
  return {
    facts: {
      interface: interfaceHash({
        declarations: nodes.map((item) => item.declarations.text),
        entries: nodes.map((item) => (facts.byKey.get(item.node.key) as NodeFacts).manifest.identity),
        named: Object.fromEntries(names.map((id) => [id, imports[id] as string])),
        external: hashOf(external),
      }),
      names,
      runs: runsOf(nodes),
      outputs: files.map(({ node, path, hash }) => ({ node, path, hash })),
    },
    files,
  }
}

/** What is executed: JavaScript without comments, and the other files that code may read. */
function runsOf(nodes: readonly ExaminedNode[]): string {
  return hashOf(
    nodes.map(({ node, files }) => [
      files.flatMap((file) =>
        /\.[cm]?jsx?$/.test(file.path) ? [[file.path, stripComments(file.bytes.toString('utf8'))]] : [],
      ),
      node.files.flatMap((file) =>
        isTypeScript(file.path) || file.dev || /\.md$|^derived\.json$/.test(file.path) ? [] : [[file.path, file.hash]],
      ),
    ]),
  )
}
