import { componentKey, formatId, isSnap, type ComponentId, type Diagnostic } from '@tessera/core.model'
import { selfAncestors, validateComponent, validateVersion } from '@tessera/scope.objects'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { ObjectBatch, Scope } from '@tessera/scope.store'

/** What a push finds: the batch, and the scope that it goes to. */
export interface PushView {
  readonly scope: Scope
  readonly versions: ReadonlyMap<string, VersionObject>
  readonly sources: ReadonlySet<string>
  /** By `scope/name`. */
  readonly pushed: ReadonlyMap<string, ComponentObject>
  readonly existing: ReadonlyMap<string, ComponentObject>
  /** Which version of which component each hash of the batch is. */
  readonly owners: ReadonlyMap<string, ComponentId>
  /** Components of the scope that the batch depends on, as far as they were looked up. */
  readonly lookedUp: Map<string, ComponentObject | undefined>
}

export async function viewPush(scope: Scope, batch: ObjectBatch): Promise<PushView> {
  const existing = new Map<string, ComponentObject>()
  for (const component of batch.components) {
    const found = await scope.readComponent(component)
    if (found !== undefined) existing.set(componentKey(component), found)
  }
  return {
    scope,
    versions: new Map(batch.versions.map(({ hash, version }) => [hash, version])),
    sources: new Set(batch.sources.map(({ hash }) => hash)),
    pushed: new Map(batch.components.map((component) => [componentKey(component), component])),
    existing,
    owners: new Map(batch.components.flatMap(ownedVersions)),
    lookedUp: new Map(existing),
  }
}

/** Everything that forbids a push, the gravest first; each with the code that the push fails with. */
export async function checkPush(view: PushView): Promise<readonly Diagnostic[]> {
  const components = [...view.pushed.values()]
  const histories = await collectAll(components, (component) => checkHistory(view, component))
  const versions = await collectAll([...view.versions], ([hash, version]) => checkVersion(view, hash, version))
  const conflicts = components.flatMap((component) => checkConflicts(view, component))
  const isTold = (node: string | undefined): boolean => conflicts.some((conflict) => conflict.node === node)
  return [
    ...conflicts,
    ...histories.filter(({ code, node }) => code === 'COMPONENT_NEEDS_UPDATE' && !isTold(node)),
    ...components.flatMap((component) => checkComponent(view, component)),
    ...versions,
    ...histories.filter(({ code }) => code !== 'COMPONENT_NEEDS_UPDATE'),
  ]
}

/** Who pushes knows what else was made on top of the refused version; the scope can only say this. */
function wayOut(key: string): string {
  return `take yours back: tessera reset ${key}; then tessera import, tessera checkout head ${key}, tag and export again`
}

function checkConflicts(view: PushView, component: ComponentObject): Diagnostic[] {
  const key = componentKey(component)
  const existing = view.existing.get(key)?.versions ?? {}
  return Object.entries(component.versions)
    .filter(([tag, hash]) => Object.hasOwn(existing, tag) && existing[tag] !== hash)
    .map(([tag, hash]) =>
      finding(
        'MERGE_CONFLICT',
        key,
        `${key}@${tag} is already in ${view.scope.name} as ${existing[tag]}, yours is ${hash}`,
        {
          hint: wayOut(key),
        },
      ),
    )
}

function checkComponent({ scope }: PushView, component: ComponentObject): Diagnostic[] {
  const key = componentKey(component)
  if (component.scope === scope.name) return validateComponent(component)
  return [
    finding('WRONG_SCOPE', key, `${key} belongs to scope ${component.scope}, this is ${scope.name}`, {
      hint: `check the URL of remote ${component.scope}: tessera remote list`,
    }),
  ]
}

/** Each new tag and each ancestor of the head must be known, and the head of the remote be one of them. */
async function checkHistory(view: PushView, component: ComponentObject): Promise<Diagnostic[]> {
  const key = componentKey(component)
  const existing = view.existing.get(key)
  const head = component.head ?? Object.values(component.versions).at(-1)
  const { reached, known, missing } = await walkHistory(view, head, existing?.head)
  const tags = Object.entries(component.versions).filter(([tag]) => existing?.versions[tag] === undefined)
  for (const [, hash] of tags) if (!(await isKnownVersion(view, hash))) missing.add(hash)
  const named = new Map(Object.entries(component.versions).map(([tag, hash]) => [hash, tag]))
  return [
    ...(existing?.head === undefined || reached.has(existing.head) ? [] : [needsUpdate(view, key, existing)]),
    ...selfAncestors(known).map((hash) =>
      finding('INVALID_OBJECT', key, `${key}@${named.get(hash) ?? hash} comes after itself`),
    ),
    ...[...missing].map((hash) =>
      finding('MISSING_OBJECTS', key, `${key}@${named.get(hash) ?? hash} is neither sent nor in ${view.scope.name}`, {
        hint: 'fetch the history with "tessera import", then export again',
      }),
    ),
  ]
}

/** From the head back, as far as the version that the remote has. */
async function walkHistory(
  view: PushView,
  head: string | undefined,
  end: string | undefined,
): Promise<{ reached: Set<string>; known: Map<string, VersionObject>; missing: Set<string> }> {
  const reached = new Set<string>()
  const known = new Map<string, VersionObject>()
  const missing = new Set<string>()
  const queue = head === undefined ? [] : [head]
  for (let hash = queue.pop(); hash !== undefined; hash = queue.pop()) {
    if (reached.has(hash)) continue
    reached.add(hash)
    if (hash === end) continue
    const version = await findVersion(view, hash)
    if (version === undefined) missing.add(hash)
    else known.set(hash, version)
    queue.push(...(version?.parents ?? []))
  }
  return { reached, known, missing }
}

async function checkVersion(view: PushView, hash: string, version: VersionObject): Promise<Diagnostic[]> {
  const owner = view.owners.get(hash)
  const name = owner === undefined ? `version ${hash}` : formatId(owner)
  const node = owner === undefined ? undefined : componentKey(owner)
  const context = owner === undefined ? { hash } : { hash, id: owner }
  const files = await collectAll(version.files, async ({ file, relativePath }) =>
    view.sources.has(file) || (await view.scope.has(file))
      ? []
      : [finding('MISSING_OBJECTS', node, `${relativePath} of ${name} is neither sent nor in ${view.scope.name}`)],
  )
  const dependencies = await collectAll(version.flattenedDependencies, async (dependency) =>
    (await isKnown(view, dependency))
      ? []
      : [
          finding(
            'MISSING_DEPENDENCY',
            node,
            `${name} depends on ${formatId(dependency)}, which ${view.scope.name} has not`,
            {
              hint: `export ${componentKey(dependency)} with it`,
            },
          ),
        ],
  )
  return [...dependencies, ...files, ...validateVersion(version, context)]
}

function ownedVersions({ scope, name, versions }: ComponentObject): [string, ComponentId][] {
  return Object.entries(versions).map(([version, hash]) => [hash, { scope, name, version }])
}

/** Dependencies in other scopes are theirs to keep. */
async function isKnown(view: PushView, { scope, name, version }: ComponentId): Promise<boolean> {
  if (scope !== view.scope.name || version === undefined) return true
  const key = `${scope}/${name}`
  if (view.pushed.get(key)?.versions[version] !== undefined) return true
  if (!view.lookedUp.has(key)) view.lookedUp.set(key, await view.scope.readComponent({ scope, name }))
  if (view.lookedUp.get(key)?.versions[version] !== undefined) return true
  return isSnap(version) && isKnownVersion(view, version)
}

async function isKnownVersion(view: PushView, hash: string): Promise<boolean> {
  return view.versions.has(hash) || view.scope.has(hash)
}

async function findVersion(view: PushView, hash: string): Promise<VersionObject | undefined> {
  return view.versions.get(hash) ?? ((await view.scope.has(hash)) ? view.scope.readVersion(hash) : undefined)
}

function needsUpdate(view: PushView, key: string, existing: ComponentObject): Diagnostic {
  const tag = Object.keys(existing.versions).find((version) => existing.versions[version] === existing.head)
  return finding(
    'COMPONENT_NEEDS_UPDATE',
    key,
    `${key} in ${view.scope.name} is at ${tag ?? existing.head}, which yours does not come after`,
    {
      hint: wayOut(key),
    },
  )
}

function finding(code: string, node: string | undefined, message: string, details: { hint?: string } = {}): Diagnostic {
  return { severity: 'error', code, message, ...(node === undefined ? {} : { node }), ...details }
}

async function collectAll<T>(items: readonly T[], check: (item: T) => Promise<Diagnostic[]>): Promise<Diagnostic[]> {
  const found: Diagnostic[] = []
  for (const item of items) found.push(...(await check(item)))
  return found
}
