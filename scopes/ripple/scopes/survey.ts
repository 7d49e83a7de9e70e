import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { componentKey, suggestion, TesseraError, type Diagnostic } from '@tessera/core.model'
import { openRemote, type Breakage, type Remote, type ScopeEntry } from '@tessera/scope.remote'
import { findEqualParts } from './equal-parts.ts'
import { undoHalfCycles } from './half-cycles.ts'
import type { RippleContext } from './types.ts'

/** What lies in the scopes of a ripple and in those that they depend on. */
export interface Survey {
  /** By scope name. */
  readonly remotes: ReadonlyMap<string, Remote>
  /** Scopes whose components may get new versions. */
  readonly targets: ReadonlySet<string>
  /** By `scope/name`. */
  readonly entries: ReadonlyMap<string, ScopeEntry>
  /** By `scope/name`. */
  readonly breakages: ReadonlyMap<string, Breakage>
  /** Generated parts whose contract changed, and would be generated as they are: `scope/name`. */
  readonly equalParts: ReadonlySet<string>
  readonly warnings: readonly Diagnostic[]
}

/**
 * Reads the scopes that words name, and as far as they are known those that they depend on.
 * @throws TesseraError `UNKNOWN_REMOTE`, `REMOTE_NOT_FOUND`, `REMOTE_MISMATCH`, `UNKNOWN_REMOTE_PROTOCOL`
 */
export async function surveyScopes(context: RippleContext, words: readonly string[]): Promise<Survey> {
  const named = await openScopes(context, words)
  const remotes = new Map(named.map((remote) => [remote.name, remote]))
  const targets = new Set(remotes.keys())
  const entries = new Map<string, ScopeEntry>()
  const unknown = new Map<string, string>()
  const queue = [...remotes.values()]
  for (let remote = queue.shift(); remote !== undefined; remote = queue.shift()) {
    context.emit({ type: 'progress', task: `reading ${remote.name}`, done: 0 })
    const read = await remote.graph()
    for (const entry of read) entries.set(componentKey(entry.id), entry)
    for (const [scope, by] of scopesBehind(read)) {
      if (remotes.has(scope) || unknown.has(scope)) continue
      const other = await openKnown(context, scope)
      if (other === undefined) unknown.set(scope, by)
      else queue.push(other)
      if (other !== undefined) remotes.set(scope, other)
    }
  }
  const breakages = (await Promise.all(named.map((remote) => remote.breakages()))).flat()
  const settled = await undoHalfCycles(remotes, entries)
  return {
    remotes,
    targets,
    entries: settled,
    equalParts: await findEqualParts(remotes, settled, targets),
    breakages: new Map(breakages.map((breakage) => [breakage.id.slice(0, breakage.id.lastIndexOf('@')), breakage])),
    warnings: [...unknown].map(([scope, by]) => unknownScope(scope, by)),
  }
}

/** Opens scopes by name, URL or folder, each once. @throws as `surveyScopes` */
export async function openScopes(context: RippleContext, words: readonly string[]): Promise<readonly Remote[]> {
  const found = new Map<string, Remote>()
  for (const word of words) {
    const remote = await openWord(context, word)
    found.set(remote.name, found.get(remote.name) ?? remote)
  }
  return [...found.values()]
}

async function openWord({ remotes, base }: RippleContext, word: string): Promise<Remote> {
  const url = remotes[word]
  if (url !== undefined) return openNamed(word, url, base)
  if (/^[a-z][a-z0-9+.-]*:/i.test(word)) return openRemote(word, { base })
  const folder = resolve(base, word)
  if (existsSync(join(folder, 'scope.json'))) return openRemote(pathToFileURL(folder).href)
  throw new TesseraError(
    'UNKNOWN_REMOTE',
    `"${word}" is neither a known scope nor the URL of one${suggestion(word, Object.keys(remotes))}`,
    {
      hint: 'name a remote of the workspace (tessera remote list), or a URL: file:///srv/scopes/acme.orders',
    },
  )
}

async function openNamed(name: string, url: string, base: string): Promise<Remote> {
  const remote = await openRemote(url, { base })
  if (remote.name === name) return remote
  throw new TesseraError('REMOTE_MISMATCH', `the remote of "${name}" at ${url} holds the scope "${remote.name}"`, {
    hint: `tessera remote remove ${name}, then tessera remote add <url> with the URL of ${name}`,
  })
}

/** The scope of a name, where its URL is known. */
export async function openKnown({ remotes, base }: RippleContext, scope: string): Promise<Remote | undefined> {
  const url = remotes[scope]
  return url === undefined ? undefined : openNamed(scope, url, base)
}

/** Each scope that these depend on, with one of those that do. */
function scopesBehind(entries: readonly ScopeEntry[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { id, dependencies, madeFrom } of entries) {
    const keys = [
      ...dependencies.map((dependency) => dependency.scope),
      ...(madeFrom === undefined ? [] : [madeFrom.split('/', 1)[0] as string]),
    ]
    for (const scope of keys) if (!found.has(scope)) found.set(scope, componentKey(id))
  }
  return found
}

function unknownScope(scope: string, by: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'UNKNOWN_REMOTE',
    message: `no remote holds the scope "${scope}": whether what ${by} has of it is the newest cannot be told`,
    hint: `name it with the others, or: tessera remote add <url>`,
  }
}
