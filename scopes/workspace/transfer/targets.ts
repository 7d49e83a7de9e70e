import {
  componentKey,
  packageName,
  parseComponentId,
  suggestion,
  TesseraError,
  withVersion,
  type ComponentId,
} from '@tessera/core.model'
import type { WorkspaceNode } from '@tessera/workspace.files'
import picomatch from 'picomatch'
import type { Fetcher, FetchRequest } from './fetch.ts'
import type { Remotes } from './remotes.ts'
import { assertSafeName } from './safe-name.ts'

export interface TargetContext {
  readonly fetcher: Fetcher
  readonly remotes: Remotes
  readonly nodes: readonly WorkspaceNode[]
}

/**
 * The components that the patterns of an import name, each once: ids, package names, names of components of the
 * workspace, globs over one scope (deprecated and deleted components are left out of these).
 * @throws TesseraError `INVALID_ID`, `INVALID_PATTERN`, `UNKNOWN_REMOTE`, `COMPONENT_NOT_FOUND`, `NO_MATCH`
 */
export async function resolveTargets(
  context: TargetContext,
  patterns: readonly string[],
): Promise<readonly FetchRequest[]> {
  const found = new Map<string, FetchRequest>()
  for (const pattern of patterns) {
    for (const id of await resolvePattern(context, pattern)) {
      const twin = found.get(componentKey(id))?.id
      if (twin?.version !== undefined && id.version !== undefined && twin.version !== id.version) {
        throw new TesseraError(
          'DUPLICATE_VERSION',
          `${componentKey(id)} is asked for at ${twin.version} and ${id.version}`,
          {
            hint: 'a workspace holds one version of a component as source: name one',
          },
        )
      }
      found.set(componentKey(id), { id: id.version === undefined && twin ? twin : id, why: `import ${pattern}` })
    }
  }
  return [...found.values()]
}

async function resolvePattern(context: TargetContext, pattern: string): Promise<readonly ComponentId[]> {
  if (/[*?{}[\]()!]/.test(pattern)) return matchRemote(context, pattern)
  if (pattern.startsWith('@')) return [await findPackage(context, pattern)]
  return [localName(context, pattern) ?? parseComponentId(pattern)]
}

/** `orders-api/client` reads like an id of the scope `orders-api`: a component of that name in the workspace wins. */
function localName(context: TargetContext, pattern: string): ComponentId | undefined {
  const [name, version] = pattern.split('@')
  const scopeName = pattern.slice(0, pattern.indexOf('/'))
  if (scopeName in context.remotes) return undefined
  const named = context.nodes.filter((node) => node.kind === 'component' && node.id.name === name)
  const node = named[0]
  return named.length === 1 && node?.kind === 'component' ? atVersion(node.id, version) : undefined
}

/** @throws TesseraError `INVALID_VERSION` */
function atVersion(id: ComponentId, version: string | undefined): ComponentId {
  return version === undefined ? withVersion(id, undefined) : parseComponentId(`${componentKey(id)}@${version}`)
}

async function matchRemote({ fetcher }: TargetContext, pattern: string): Promise<readonly ComponentId[]> {
  const scopeName = pattern.slice(0, pattern.indexOf('/'))
  if (!pattern.includes('/') || /[*?{}[\]()!]/.test(scopeName)) {
    throw new TesseraError('INVALID_PATTERN', `"${pattern}" names no scope`, {
      hint: 'a pattern of an import begins with one scope: acme.orders/**, acme.orders/orders-api/*',
    })
  }
  const remote = await fetcher.open(scopeName, `import ${pattern}`)
  const all = await remote.list()
  for (const component of all) assertSafeName(remote, component)
  const matches = picomatch(pattern)
  const removed = new Set((await remote.graph()).filter((entry) => entry.removed).map(({ id }) => componentKey(id)))
  const found = all.filter((component) => {
    const key = componentKey(component)
    return component.deprecated !== true && !removed.has(key) && matches(key)
  })
  if (found.length > 0) return found.map(({ scope, name }) => ({ scope, name }))
  throw new TesseraError('NO_MATCH', `no component of ${scopeName} matches "${pattern}"`, {
    hint: `it has ${
      all
        .map((component) => component.name)
        .slice(0, 10)
        .join(', ') || 'no components yet'
    }`,
  })
}

async function findPackage({ fetcher, remotes, nodes }: TargetContext, text: string): Promise<ComponentId> {
  const at = text.indexOf('@', 1)
  const name = at > 0 ? text.slice(0, at) : text
  const version = at > 0 ? text.slice(at + 1) : undefined
  const node = nodes.find((other) => other.kind === 'component' && other.packageName === name)
  if (node?.kind === 'component') return atVersion(node.id, version)
  const known: string[] = []
  for (const scopeName of Object.keys(remotes).filter((candidate) => name.startsWith(packagePrefix(candidate)))) {
    const all = await (await fetcher.open(scopeName, `import ${text}`)).list()
    const found = all.find((component) => packageName(component) === name)
    if (found !== undefined) return atVersion(found, version)
    known.push(...all.map((component) => packageName(component)))
  }
  throw new TesseraError(
    'COMPONENT_NOT_FOUND',
    `no known scope holds the package "${name}"${suggestion(name, known)}`,
    {
      hint: 'name the scope that holds it: tessera remote add <url>',
    },
  )
}

/** What the package names of a scope begin with: `@acme/orders.`, or `@design/`. */
function packagePrefix(scopeName: string): string {
  return packageName({ scope: scopeName, name: 'x' }).slice(0, -1)
}
