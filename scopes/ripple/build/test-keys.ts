import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, runHash } from '@tessera/ripple.plan'
import type { Unit } from '@tessera/ripple.plan'
import type { SourceFile, WorkspaceNode } from '@tessera/workspace.files'
import type { Outcome } from './check.ts'
import { readIfExists } from './disk.ts'
import type { NodeFacts, WorkspaceFacts } from './node-facts.ts'

export interface TestKeyOptions {
  readonly root: string
  /** Dependencies first. */
  readonly units: readonly Unit[]
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly facts: WorkspaceFacts
  readonly vitestVersion: string
}

/** Test files of a node. */
export function testFiles(node: WorkspaceNode): readonly SourceFile[] {
  return node.files.filter((file) => /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(file.path))
}

/**
 * By key of each node that has tests and passed the check: everything that running them depends on. The JavaScript of
 * all that it imports counts, its declarations do not.
 */
export function testKeys(options: TestKeyOptions): ReadonlyMap<string, string> {
  const { root, units, outcomes, facts, vitestVersion } = options
  const { externals } = facts
  const runner = hashOf([process.version, vitestVersion, configTexts(root)])
  const runs = new Map<string, string>()
  const keys = new Map<string, string>()
  for (const unit of units) {
    const passed = outcomes.get(unit.id)?.facts
    if (passed === undefined) continue
    const own = unit.nodes.map((node) => facts.byKey.get(node.key) as NodeFacts)
    const packages = own.map((item) => externals.hash(item.packages, item.node.rootDir))
    const imported = Object.fromEntries(unit.imports.map((id) => [id, runs.get(id) ?? '']))
    const run = runHash(hashOf([passed.runs, packages]), imported)
    runs.set(unit.id, run)
    for (const { node, options: compiled } of own) {
      if (testFiles(node).length === 0) continue
      const development = node.files.filter((file) => file.dev).map((file) => [file.path, file.hash])
      keys.set(node.key, hashOf(['test', runner, run, node.rootDir, compiled.hash, development]))
    }
  }
  return keys
}

const CONFIG = /^(?:vite|vitest)\.(?:config|workspace)\.[cm]?[jt]s$/

/** Configuration files of the test runner at the root of the workspace. */
export function configFiles(root: string): readonly string[] {
  return readdirSync(root).filter((name) => CONFIG.test(name))
}

function configTexts(root: string): readonly (string | undefined)[] {
  return configFiles(root).map((name) => readIfExists(join(root, name)))
}
