import {
  componentKey,
  formatId,
  isComponentName,
  isRecord,
  parseComponentId,
  type ComponentId,
} from '@tessera/core.model'
import type { ComponentObject, VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { readOwn, writeOwn } from './own-files.ts'
import type { DocumentSpan, ScopeEntry } from './types.ts'

const FILE = 'dependents.json'
const FORMAT = 1

/** An entry as it is stored: the Component object tells the rest. */
interface Row {
  readonly head: string
  readonly date: number
  readonly dependencies: readonly string[]
  readonly madeFrom?: string
  readonly documents?: readonly DocumentSpan[]
  readonly removed?: true
}

type Rows = ReadonlyMap<string, Row>

/** See `Remote.graph`. Rows whose head is not the component's are made anew, as after an export by Bit. */
export async function readGraph(scope: Scope): Promise<readonly ScopeEntry[]> {
  const components = (await scope.listComponents()).filter((component) => isOwn(scope, component))
  const known = readRows(scope.path)
  const rows = await rowsOf(scope, components, known)
  if (rows.size !== known.size || [...rows].some(([key, row]) => known.get(key) !== row)) tryWrite(scope.path, rows)
  return components.map((component) => entryOf(component, rows.get(componentKey(component)) as Row))
}

/** Brings the index in line with components that were just written. It can be made again: what fails here is no loss. */
export async function updateIndex(scope: Scope, components: readonly ComponentObject[]): Promise<void> {
  try {
    const known = readRows(scope.path)
    const changed = await rowsOf(scope, components, known)
    tryWrite(scope.path, new Map([...known, ...changed]))
  } catch {
    // The next reader makes it again, and is told of what cannot be read.
  }
}

/** A scope of Bit may hold copies of what its components depend on. */
function isOwn({ name }: Scope, component: ComponentObject): boolean {
  return component.scope === name && component.head !== undefined && isComponentName(component.name)
}

async function rowsOf(scope: Scope, components: readonly ComponentObject[], known: Rows): Promise<Rows> {
  const rows = new Map<string, Row>()
  for (const component of components) {
    if (component.head === undefined || !isOwn(scope, component)) continue
    const key = componentKey(component)
    const row = known.get(key)
    rows.set(key, row?.head === component.head ? row : await makeRow(scope, component.head, row))
  }
  return rows
}

async function makeRow(scope: Scope, head: string, before: Row | undefined): Promise<Row> {
  const version = await scope.readVersion(head)
  const madeFrom = await contractBehind(scope, version)
  const documents = await documentsOf(scope, head, before)
  return {
    head,
    date: Number(version.log.date),
    dependencies: [...version.dependencies, ...version.devDependencies].map(({ id }) => formatId(id)),
    ...(madeFrom === undefined ? {} : { madeFrom }),
    ...(documents.length === 0 ? {} : { documents }),
    ...(isRemoved(version) ? { removed: true } : {}),
  }
}

/** The contract that `derived.json` names. */
async function contractBehind(scope: Scope, version: VersionObject): Promise<string | undefined> {
  const hash = hashOf(version, 'derived.json')
  if (hash === undefined) return undefined
  try {
    const derived: unknown = JSON.parse((await scope.readSource(hash)).toString('utf8'))
    return isRecord(derived) ? componentKey(parseComponentId(String(derived['contract']))) : undefined
  } catch {
    return undefined
  }
}

/** From the head back, as far as the row before knows the rest. */
async function documentsOf(scope: Scope, head: string, before: Row | undefined): Promise<readonly DocumentSpan[]> {
  const spans: DocumentSpan[] = []
  const add = (span: DocumentSpan): void => {
    if (spans.at(-1)?.hash === span.hash) spans.pop()
    spans.push(span)
  }
  // Versions that come after themselves are for verify and import to name.
  const seen = new Set<string>()
  for (let at: string | undefined = head; at !== undefined && !seen.has(at) && (await scope.has(at));) {
    seen.add(at)
    if (at === before?.head) {
      for (const span of before.documents ?? []) add(span)
      break
    }
    const version: VersionObject = await scope.readVersion(at)
    const hash = hashOf(version, 'contract.json')
    if (hash !== undefined) add({ hash, version: at, since: Number(version.log.date) })
    at = version.parents[0]
  }
  return spans
}

function hashOf(version: VersionObject, path: string): string | undefined {
  return version.files.find(({ relativePath }) => relativePath === path)?.file
}

/** Bit's mark of a soft deletion. */
function isRemoved(version: VersionObject): boolean {
  return version.extensions.some(
    (each) =>
      isRecord(each) &&
      each['name'] === 'teambit.component/remove' &&
      isRecord(each['config']) &&
      each['config']['removed'] === true,
  )
}

function entryOf(component: ComponentObject, row: Row): ScopeEntry {
  const { head, dependencies, ...rest } = row
  const tag = Object.entries(component.versions).find(([, hash]) => hash === head)?.[0]
  const id: ComponentId = { scope: component.scope, name: component.name, version: tag ?? head }
  return { ...rest, id, head, component, dependencies: dependencies.map(parseComponentId) }
}

function readRows(root: string): Rows {
  const content = readOwn(root, FILE)
  if (!isRecord(content) || content['format'] !== FORMAT || !isRecord(content['components'])) return new Map()
  const rows = Object.entries(content['components'])
  return rows.every(([, row]) => isRow(row)) ? new Map(rows as [string, Row][]) : new Map()
}

function isRow(row: unknown): row is Row {
  if (!isRecord(row)) return false
  const { head, date, dependencies, documents = [] } = row
  const isList = Array.isArray(dependencies) && dependencies.every((id) => typeof id === 'string' && isId(id))
  return typeof head === 'string' && typeof date === 'number' && isList && Array.isArray(documents)
}

function isId(text: string): boolean {
  try {
    return parseComponentId(text).name !== ''
  } catch {
    return false
  }
}

/** A scope that cannot be written to is read all the same. */
function tryWrite(root: string, rows: Rows): void {
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))
  try {
    writeOwn(root, FILE, { format: FORMAT, components: Object.fromEntries(sorted) })
  } catch {
    // Read-only.
  }
}
