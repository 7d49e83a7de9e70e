import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TesseraError } from '@tessera/core.model'
import { affectedNodes } from '@tessera/ripple.build'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { findNode, namesOf } from './session.ts'

export interface Selection {
  readonly patterns: readonly string[]
  readonly affected?: boolean
  /** Git ref that `affected` compares with. */
  readonly since?: string | undefined
}

/**
 * Keys of the nodes that a command is about; undefined means all.
 * @throws TesseraError `COMPONENT_NOT_FOUND`, `NO_MATCH`, `GIT_FAILED`
 */
export async function selectNodes(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
  selection: Selection,
): Promise<readonly string[] | undefined> {
  const matched = await Promise.all(selection.patterns.map((pattern) => match(nodes, pattern)))
  const named = matched.length === 0 ? undefined : new Set(matched.flat())
  if (selection.affected !== true) return named && [...named]
  const changed = affectedNodes(nodes, await changedFiles(workspace.root, selection.since ?? 'HEAD'))
  return changed.filter((key) => named === undefined || named.has(key))
}

async function match(nodes: readonly WorkspaceNode[], pattern: string): Promise<readonly string[]> {
  if (!/[*?{[!]/.test(pattern)) return [findNode(nodes, pattern).key]
  const { default: picomatch } = await import('picomatch')
  const matches = picomatch(pattern)
  const found = nodes.filter((node) => namesOf(node).some((name) => matches(name)))
  if (found.length > 0) return found.map((node) => node.key)
  throw new TesseraError('NO_MATCH', `no component or consumer matches "${pattern}"`, {
    hint: 'tessera list shows them',
  })
}

async function changedFiles(root: string, since: string): Promise<readonly string[]> {
  const git = promisify(execFile)
  const list = async (...args: string[]): Promise<string[]> =>
    (await git('git', ['-C', root, ...args], { maxBuffer: 1 << 28 })).stdout.split('\0').filter(Boolean)
  try {
    const changed = await list('diff', '--name-only', '--relative', '-z', since, '--')
    const untracked = await list('ls-files', '--others', '--exclude-standard', '-z')
    return [...changed, ...untracked]
  } catch (cause) {
    const said = String((cause as { stderr?: unknown }).stderr ?? '')
    const outside = /not a git repository/i.test(said)
    throw new TesseraError('GIT_FAILED', `git cannot tell what differs from "${since}"`, {
      cause,
      hint: outside
        ? `${root} is in no git repository: run it without --affected`
        : 'name a commit or branch that this clone has: --since <ref>',
    })
  }
}
