import { componentKey, formatId, isRecord, packageName } from '@tessera/core.model'
import {
  describeVersion,
  isToolPackage,
  stringsOf,
  withoutSources,
  type CompiledPackage,
  type LocalVersion,
} from '@tessera/workspace.transfer'
import { isOfContract, type ContractOf } from './contract-of.ts'
import { compatibleRange, dependencyRange } from './ranges.ts'
import { describePackage } from './readme.ts'

export interface ManifestInput {
  readonly compiled: CompiledPackage
  readonly contract: ContractOf | undefined
  /** What the packages depend on, by `scope/name@version`. */
  readonly versions: ReadonlyMap<string, LocalVersion>
  /** Versions of the tool's packages by name. */
  readonly tools: ReadonlyMap<string, string>
  /** `license`, `author`, `repository`… as the workspace has them. */
  readonly common: Readonly<Record<string, unknown>>
}

/** package.json of a published version: ranges in place of "*", where it comes from, and nothing that is not packed. */
export function publishedManifest(input: ManifestInput): Record<string, unknown> {
  const { compiled, contract, tools, common } = input
  const { local, manifest } = compiled
  const { private: _private, scripts: _scripts, devDependencies: _dev, files: _files, ...kept } = manifest
  const { dependencies, peerDependencies, exports, name, version, ...rest } = kept
  const needed = { ...atVersions(stringsOf(dependencies), tools), ...componentRanges(input) }
  const peers = atVersions(stringsOf(peerDependencies), tools)
  return {
    name,
    version,
    description: describePackage(local.id, contract),
    ...common,
    ...rest,
    ...(isRecord(exports) ? { exports: withoutSources(exports) } : {}),
    ...(Object.keys(needed).length > 0 ? { dependencies: sorted(needed) } : {}),
    ...(Object.keys(peers).length > 0 ? { peerDependencies: sorted(peers) } : {}),
    tessera: provenance(local, contract),
  }
}

function componentRanges({ compiled, versions }: ManifestInput): Record<string, string> {
  const { dependencies } = compiled.local.version
  return Object.fromEntries(
    dependencies.map(({ id, versionRange }) => {
      const target = versions.get(formatId(id))
      const range = dependencyRange({
        version: id.version as string,
        ofContract: target !== undefined && isOfContract(target),
        recorded: versionRange,
      })
      return [packageName(id), range]
    }),
  )
}

/** The tool's packages, which workspaces take as they are, at what is compatible with those at hand. */
function atVersions(packages: Readonly<Record<string, string>>, tools: ReadonlyMap<string, string>) {
  return Object.fromEntries(
    Object.entries(packages).map(([name, range]) => {
      const version = isToolPackage(name) && range === '*' ? tools.get(name) : undefined
      return [name, version === undefined ? range : compatibleRange(version)]
    }),
  )
}

/** What the package was made from. `version` is the hash of the Version object, which `tessera show` and `log` find. */
function provenance(local: LocalVersion, contract: ContractOf | undefined): Record<string, unknown> {
  const { id, hash, dependencies } = describeVersion(local)
  const isPart = contract?.part !== undefined
  return {
    id: formatId(id),
    version: hash,
    ...(isPart ? { contract: formatId(contract.id) } : {}),
    ...(contract?.document === undefined ? {} : { line: contract.document.line }),
    dependencies: sorted(Object.fromEntries(dependencies.map((other) => [componentKey(other), other.version ?? '']))),
  }
}

const COMMON = ['license', 'author', 'contributors', 'homepage', 'bugs', 'publishConfig'] as const

/** What a package takes from the package.json of its workspace. */
export function commonFields(root: Readonly<Record<string, unknown>>, rootDir: string): Record<string, unknown> {
  const fields = COMMON.filter((key) => root[key] !== undefined).map((key) => [key, root[key]] as const)
  const { repository } = root
  const place = typeof repository === 'string' ? { type: 'git', url: repository } : repository
  const at = isRecord(place) ? { repository: { ...place, directory: rootDir } } : {}
  return { ...Object.fromEntries(fields), ...at }
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
