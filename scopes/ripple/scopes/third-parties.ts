import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isRecord, TesseraError, type Emit } from '@tessera/core.model'
import { findToolDependency, isToolPackage, loadToolPackage, makeLink, npmInstall } from '@tessera/workspace.transfer'
import { satisfies, validRange } from 'semver'

/** A folder of the capsule, relative to it, and the packages of npm that its code imports: name to range. */
export interface Needs {
  readonly folder: string
  readonly packages: Readonly<Record<string, string>>
}

export interface ThirdParties {
  /** Absolute root of the capsule. */
  readonly root: string
  readonly needs: readonly Needs[]
  /** Absolute folders in whose `node_modules` to look, after the tool's own. */
  readonly folders: readonly string[]
  readonly emit: Emit
}

/**
 * Makes packages of npm resolve in a capsule: linked from where they are installed at a version that will do, else
 * installed by npm. What cannot be had is said as a warning; who imports it will not pass.
 */
export async function linkThirdParties(options: ThirdParties): Promise<void> {
  const { root, needs } = options
  const wanted = needs.flatMap(({ packages }) => Object.entries(packages))
  const tools = await Promise.all([...new Set(wanted.map(([name]) => name))].filter(isToolPackage).map(loadToolPackage))
  for (const tool of tools) await link(tool.dir, join(root, 'node_modules', tool.name))
  const find = finder(
    options,
    tools.map(({ dir }) => dir),
  )
  const missing = await missingOf(wanted, find.installed)
  const stores = await install(options, missing)
  const types = await find.installed('@types/node', '*')
  if (types !== undefined) await link(types, join(root, 'node_modules', '@types/node'))
  for (const { folder, packages } of needs) {
    for (const [name, range] of Object.entries(packages)) {
      if (isToolPackage(name)) continue
      const dir = (await find.installed(name, range)) ?? (await find.inStores(name, range, stores))
      if (dir !== undefined) await provide(root, folder, { name, dir })
    }
  }
}

type Find = (name: string, range: string) => Promise<string | undefined>

/** A schema made with another copy of Zod than the tool's is none to it: what lies beside the tool comes first. */
function finder({ folders }: ThirdParties, tools: readonly string[]) {
  const known = new Map<string, Promise<string | undefined>>()
  const look: Find = async (name, range) => {
    const own = findToolDependency(name, tools)
    const others = folders.map((folder) => join(folder, 'node_modules', name))
    return firstFit([...(own === undefined ? [] : [own]), ...others], range)
  }
  const installed: Find = (name, range) => {
    const key = `${name}@${range}`
    const found = known.get(key) ?? look(name, range)
    known.set(key, found)
    return found
  }
  const inStores = (name: string, range: string, stores: readonly string[]): Promise<string | undefined> =>
    firstFit(
      stores.map((store) => join(store, 'node_modules', name)),
      range,
    )
  return { installed, inStores }
}

async function firstFit(dirs: readonly string[], range: string): Promise<string | undefined> {
  for (const dir of dirs) {
    const version = await versionIn(dir)
    if (version === undefined) continue
    // A range that is none of semver (a URL, a tag of npm) says nothing about a version.
    if (validRange(range) === null || satisfies(version, range, { includePrerelease: true })) return realpath(dir)
  }
  return undefined
}

async function versionIn(dir: string): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
    return isRecord(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : undefined
  } catch {
    return undefined
  }
}

type Package = readonly [name: string, range: string]

async function missingOf(wanted: readonly Package[], find: Find): Promise<readonly Package[]> {
  const missing = new Map<string, Package>()
  for (const [name, range] of wanted) {
    if (isToolPackage(name) || (await find(name, range)) !== undefined) continue
    missing.set(`${name}@${range}`, [name, range])
  }
  return [...missing.values()]
}

/** One folder for npm, and another for each further range of a package. Answers the folders. */
async function install({ root, emit }: ThirdParties, missing: readonly Package[]): Promise<readonly string[]> {
  const sets: Record<string, string>[] = []
  for (const [name, range] of missing) {
    const free = sets.find((set) => set[name] === undefined)
    if (free === undefined) sets.push({ [name]: range })
    else free[name] = range
  }
  const folders: string[] = []
  for (const [index, dependencies] of sets.entries()) {
    const dir = join(root, '.tessera', 'npm', String(index))
    await mkdir(dir, { recursive: true })
    await writeFile(join(dir, 'package.json'), JSON.stringify({ name: 'capsule', private: true, dependencies }))
    folders.push(dir)
    await npmInstall({ root: dir }, false, emit).catch((error: unknown) => {
      if (!(error instanceof TesseraError)) throw error
      const { code, message, hint } = error
      emit({
        type: 'diagnostic',
        diagnostic: { severity: 'warning', code, message: `${message}: ${Object.keys(dependencies).join(', ')}`, hint },
      })
    })
  }
  return folders
}

/** At the root where its name is free there, else beside who wants it. */
async function provide(root: string, folder: string, { name, dir }: { name: string; dir: string }): Promise<void> {
  const shared = join(root, 'node_modules', name)
  if (!existsSync(shared)) return link(dir, shared)
  if ((await realpath(shared)) !== dir) await link(dir, join(root, folder, 'node_modules', name))
}

async function link(target: string, path: string): Promise<void> {
  if (existsSync(path)) return
  await mkdir(dirname(path), { recursive: true })
  await makeLink(target, path)
}
