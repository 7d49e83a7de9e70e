import { relative, sep } from 'node:path'
import type { Diagnostic, Emit, Location } from '@tessera/core.model'
import type { WorkspaceNode } from '@tessera/workspace.files'
import type { Cache } from './cache.ts'
import { findVitest, runVitest } from './run-vitest.ts'
import type { FileReport } from './run-vitest.ts'
import { testFiles, testKeys } from './test-keys.ts'
import type { TestKeyOptions } from './test-keys.ts'
import type { TestCounts } from './types.ts'

export interface TestPhaseOptions extends Omit<TestKeyOptions, 'vitestVersion'> {
  readonly cache: Cache
  readonly wants: (node: WorkspaceNode) => boolean
  readonly force?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly emit: Emit
  /** Called before tests run, with the nodes whose tests will. */
  readonly onStart?: (keys: readonly string[]) => void
}

export interface TestOutcome {
  readonly counts: TestCounts
  readonly cached: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/** Runs the tests of every node for which no passing result is known, all in one run of vitest. By key. */
export async function testAll(options: TestPhaseOptions): Promise<ReadonlyMap<string, TestOutcome>> {
  const { units, root, cache, wants, force, signal, emit } = options
  const nodes = units.flatMap((unit) => unit.nodes).filter((node) => wants(node) && testFiles(node).length > 0)
  if (nodes.length === 0) return new Map()
  const vitest = findVitest(root)
  const keys = testKeys({ ...options, vitestVersion: vitest.version })
  const outcomes = new Map<string, TestOutcome>()
  const due: WorkspaceNode[] = []
  for (const node of nodes) {
    const key = keys.get(node.key)
    if (key === undefined) continue
    const known = force === true ? undefined : cache.get<TestCounts>('test', key)
    if (known === undefined) due.push(node)
    else outcomes.set(node.key, { counts: known.facts, cached: true, diagnostics: [] })
  }
  if (due.length === 0) return outcomes
  options.onStart?.(due.map((node) => node.key))
  for (const node of due) emit({ type: 'node', node: node.key, status: 'running', phase: 'test' })
  const files = due.flatMap((node) => testFiles(node).map((file) => `${node.rootDir}/${file.path}`))
  const reports = byFile(root, await runVitest(vitest, { root, files, signal }))
  for (const node of due) {
    const { outcome, ms } = summarize(root, node, reports)
    outcomes.set(node.key, outcome)
    if (outcome.diagnostics.length === 0)
      cache.put('test', keys.get(node.key) as string, { facts: outcome.counts, files: [] })
    for (const diagnostic of outcome.diagnostics) emit({ type: 'diagnostic', diagnostic })
    const status = outcome.diagnostics.some((item) => item.severity === 'error') ? 'failed' : 'built'
    emit({ type: 'node', node: node.key, status, phase: 'test', ms, tests: outcome.counts })
  }
  return outcomes
}

function byFile(root: string, reports: readonly FileReport[]): ReadonlyMap<string, FileReport> {
  return new Map(reports.map((report) => [relative(root, report.name).split(sep).join('/'), report]))
}

function summarize(
  root: string,
  node: WorkspaceNode,
  reports: ReadonlyMap<string, FileReport>,
): { outcome: TestOutcome; ms: number } {
  const diagnostics: Diagnostic[] = []
  let [passed, failed, ms] = [0, 0, 0]
  for (const { path } of testFiles(node)) {
    const file = `${node.rootDir}/${path}`
    const report = reports.get(file)
    if (report === undefined) {
      diagnostics.push(notRun(node, file))
      continue
    }
    ms += report.endTime - report.startTime
    passed += report.assertionResults.filter((test) => test.status === 'passed').length
    const failures = failuresOf(root, node, { file, report })
    failed += failures.length
    diagnostics.push(...failures)
  }
  return { outcome: { counts: { passed, failed }, cached: false, diagnostics }, ms }
}

function notRun(node: WorkspaceNode, file: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'TESTS_NOT_RUN',
    message: 'vitest did not run this test file',
    hint: 'does "include" in vitest.config match it?',
    location: { file },
    node: node.key,
  }
}

interface ReportedFile {
  readonly file: string
  readonly report: FileReport
}

function failuresOf(root: string, node: WorkspaceNode, { file, report }: ReportedFile): readonly Diagnostic[] {
  const failure = (text: string, name?: string): Diagnostic => ({
    severity: 'error',
    code: 'TEST_FAILED',
    message: `${name === undefined ? '' : `${name}: `}${text.split(/\n\s+at /, 1)[0]?.trim()}`,
    location: placeIn(text, root, node) ?? { file },
    node: node.key,
  })
  const tests = report.assertionResults.filter((test) => test.status === 'failed')
  if (tests.length === 0 && report.status === 'failed') return [failure(report.message)]
  return tests.map((test) => failure(test.failureMessages?.join('\n') ?? '', test.fullName))
}

/** The innermost place of the node's own in a stack. */
function placeIn(text: string, root: string, node: WorkspaceNode): Location | undefined {
  for (const match of text.matchAll(/(?:file:\/\/)?((?:[A-Za-z]:)?[^\s():]+):(\d+):(\d+)/g)) {
    const file = relative(root, match[1] as string)
      .split(sep)
      .join('/')
    if (file.startsWith(`${node.rootDir}/`)) return { file, line: Number(match[2]), column: Number(match[3]) }
  }
  return undefined
}
