import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isOwnerGone } from '@tessera/core.disk'
import { isRecord, TesseraError } from '@tessera/core.model'
import { openRemote, remotePath } from '@tessera/scope.remote'
import { localScopePath, openScope, type Scope } from '@tessera/scope.store'
import { loadNodes, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import { resolveRemotes } from '@tessera/workspace.transfer'

/** What one look at one thing came to. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly message: string
  /** The way out. */
  readonly hint?: string
}

/** Node.js is one that Tessera runs on. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNew = major > 20 || (major === 20 && minor >= 19)
  const found = { name: 'node', message: `Node.js ${version}` }
  return isNew ? { ...found, state: 'ok' } : { ...found, state: 'fail', hint: 'install Node.js 20.19 or newer' }
}

/** Everything about a workspace that can be opened. */
export async function checkWorkspace(workspace: Workspace): Promise<readonly Check[]> {
  const nodes = await loadNodes(workspace)
  const scope = await tryScope(workspace)
  return [
    {
      name: 'workspace.jsonc',
      state: 'ok',
      message: `${workspace.name}, components live in ${workspace.defaultScope}`,
    },
    checkBitmap(workspace, nodes),
    checkLinks(workspace, nodes),
    checkVendor(workspace.root),
    ...scope.checks,
    ...(await checkRemotes(workspace, scope.found)),
    checkTurns(join(workspace.root, '.tessera', 'turns'), 'turns'),
  ]
}

const BITMAP_ISSUES = new Set(['MISSING_FOLDER', 'EMPTY_COMPONENT', 'NO_MAIN_FILE', 'DUPLICATE_PACKAGE'])

function checkBitmap({ bitmap }: Workspace, nodes: readonly WorkspaceNode[]): Check {
  const name = '.bitmap'
  const issues = nodes.flatMap((node) => node.issues.filter(({ code }) => BITMAP_ISSUES.has(code)))
  const [first] = issues
  if (first !== undefined) {
    const hint = first.hint === undefined ? {} : { hint: first.hint }
    return { name, state: 'fail', message: `${first.message}${more(issues)}`, ...hint }
  }
  if (bitmap.writtenBy !== undefined) {
    const hint = 'Tessera reads it and does not write it: import its components into a workspace of Tessera'
    return { name, state: 'warn', message: `it has the form of bit ${bitmap.writtenBy}`, hint }
  }
  return { name, state: 'ok', message: `components: ${bitmap.entries.length}` }
}

/** Each package of the workspace is found in `node_modules` as its own folder. */
function checkLinks({ root }: Workspace, nodes: readonly WorkspaceNode[]): Check {
  const name = 'links'
  const wrong = nodes.filter(({ packageName, rootDir }) => {
    const [link, folder] = [join(root, 'node_modules', packageName), join(root, rootDir)]
    return existsSync(folder) && (!existsSync(link) || realpathSync(link) !== realpathSync(folder))
  })
  const [first] = wrong
  if (first === undefined) return { name, state: 'ok', message: `packages linked: ${nodes.length}` }
  const message = `node_modules has no link for ${first.packageName}${more(wrong)}`
  return { name, state: 'warn', message, hint: 'tessera link, or npm install' }
}

/** Each tarball that the root manifest names is there, and npm has noted what it installs. */
function checkVendor(root: string): Check {
  const name = 'packages'
  const manifest = readJson(join(root, 'package.json'))
  if (manifest === undefined) {
    return { name, state: 'warn', message: 'there is no package.json that can be read', hint: 'tessera init makes one' }
  }
  const dependencies = isRecord(manifest['dependencies']) ? Object.values(manifest['dependencies']).map(String) : []
  const tarballs = dependencies.filter((range) => range.startsWith('file:vendor/')).map((range) => range.slice(5))
  const missing = tarballs.filter((path) => !existsSync(join(root, path)))
  if (missing.length > 0) {
    const message = `${missing[0]}${more(missing)} is not there`
    return { name, state: 'fail', message, hint: 'bring it back from git, or run tessera import <id> for who needs it' }
  }
  const lock = readJson(join(root, 'package-lock.json'))
  if (tarballs.length > 0 && lock === undefined) {
    return { name, state: 'warn', message: 'there is no package-lock.json', hint: 'npm install makes it: commit it' }
  }
  return { name, state: 'ok', message: `tarballs in vendor/: ${tarballs.length}` }
}

interface LocalScope {
  readonly found?: Scope
  readonly checks: readonly Check[]
}

async function tryScope({ root }: Workspace): Promise<LocalScope> {
  const name = 'local scope'
  try {
    const found = await openScope(localScopePath(root))
    const count = (await found.listComponents()).length
    return { found, checks: [{ name, state: 'ok', message: `components: ${count}` }] }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const isMissing = error.code === 'SCOPE_NOT_FOUND'
    const hint = isMissing ? 'tessera import fetches what .bitmap names' : 'tessera verify --repair'
    const message = isMissing ? 'there is none yet, as on a fresh clone' : error.message
    return { checks: [{ name, state: isMissing ? 'warn' : 'fail', message, hint }] }
  }
}

async function checkRemotes(workspace: Workspace, scope: Scope | undefined): Promise<readonly Check[]> {
  const remotes = resolveRemotes(workspace, scope ?? ({ remotes: {} } as Pick<Scope, 'remotes'> as Scope))
  const checks: Check[] = []
  for (const [key, url] of Object.entries(remotes)) checks.push(...(await checkRemote(workspace, key, url)))
  const needed = new Set(workspace.bitmap.entries.map((entry) => entry.scope || entry.defaultScope || ''))
  const missing = [...needed].filter((key) => key !== '' && remotes[key] === undefined)
  if (missing.length > 0) {
    const message = `no remote for ${missing.join(', ')}`
    checks.push({ name: 'remotes', state: 'warn', message, hint: 'tessera remote add <url>' })
  }
  return checks
}

async function checkRemote({ root }: Workspace, key: string, url: string): Promise<readonly Check[]> {
  const name = `remote ${key}`
  try {
    const remote = await openRemote(url, { base: root })
    if (remote.name !== key) {
      const hint = `tessera remote remove ${key}, then tessera remote add <url>`
      return [{ name, state: 'fail', message: `${url} holds the scope "${remote.name}"`, hint }]
    }
    const queue = checkTurns(join(remotePath(url, root), 'pending-objects'), name)
    return [queue.state === 'ok' ? { name, state: 'ok', message: url } : queue]
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    return [{ name, state: 'fail', message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) }]
  }
}

/** Places in a queue whose owners are gone. The next in the queue takes them away, so they are no more than litter. */
function checkTurns(queue: string, name: string): Check {
  const waiting = existsSync(queue) ? readdirSync(queue) : []
  const stale = waiting.filter((ticket) => isOwnerGone(join(queue, ticket)))
  if (stale.length === 0) {
    return { name, state: 'ok', message: waiting.length === 0 ? 'nobody is at work' : `at work: ${waiting.length}` }
  }
  const message = `a process that is gone left ${stale[0]}${more(stale)} in ${queue}`
  return { name, state: 'warn', message, hint: 'the next command that changes something takes it away' }
}

export function readJson(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function more(all: readonly unknown[]): string {
  return all.length > 1 ? ` (and ${all.length - 1} more)` : ''
}
