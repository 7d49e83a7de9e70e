import { isRecord, isSnap, TesseraError } from '@tessera/core.model'
import { runNpm, stringsOf } from '@tessera/workspace.transfer'
import { failureOf, isTaken, registryError, withoutSecrets } from './npm-error.ts'

/** What a registry has of one version. */
export interface PresentVersion {
  /** Of the Version it says it was made from; absent where a stranger made it, or the registry keeps no such keys. */
  readonly hash?: string
  /** `sha512-…` of its tarball. */
  readonly integrity?: string
}

export interface Lookup {
  /** Undefined where it does not have it. */
  readonly present?: PresentVersion
  /** Every version it has of the package. */
  readonly versions: readonly string[]
}

/** The registry of one npm scope, reached through npm, with the tokens of `.npmrc`. */
export interface Registry {
  /** Without credentials. */
  readonly url: string
  /** @throws TesseraError `REGISTRY_DENIED`, `REGISTRY_FAILED` */
  lookUp(name: string, version: string): Promise<Lookup>
  /**
   * Sends a tarball; `taken` where the version is there by now.
   * @param file relative to the folder the registry was opened in
   * @throws TesseraError `REGISTRY_DENIED`, `REGISTRY_FAILED`
   */
  publish(file: string, options: { readonly name: string; readonly tag: string }): Promise<'published' | 'taken'>
}

export interface RegistryPlace {
  /** Absolute: where npm looks for `.npmrc`. */
  readonly root: string
  /** URL that is to serve every scope. */
  readonly given?: string | undefined
  readonly signal?: AbortSignal | undefined
}

const PUBLIC = 'https://registry.npmjs.org/'

/**
 * Finds the registry of an npm scope: the given URL, else what `.npmrc` says for the scope, else for all. The public one
 * counts only where it is named: nothing is to become public because a setting is missing.
 * @returns for a package name, its registry
 * @throws TesseraError `NO_REGISTRY`, `USAGE`
 */
export async function openRegistries(place: RegistryPlace): Promise<(packageName: string) => Registry> {
  const { root, given, signal } = place
  if (given !== undefined && !/^https?:\/\/[^/]/.test(given)) {
    throw new TesseraError('USAGE', `"${withoutSecrets(given)}" is no URL of a registry`, {
      hint: '--registry https://npm.acme.example/',
    })
  }
  const settings = given === undefined ? await readSettings(root, signal) : {}
  const open = new Map<string, Registry>()
  return (packageName) => {
    const owner = packageName.slice(0, packageName.indexOf('/'))
    const url = given ?? settings[`${owner}:registry`] ?? notPublic(settings['registry'])
    if (url === undefined) {
      throw new TesseraError('NO_REGISTRY', `nothing says where the packages of ${owner} go`, {
        hint: `--registry <url>, or a line in .npmrc: ${owner}:registry=https://npm.acme.example/`,
      })
    }
    const registry = open.get(owner) ?? openRegistry({ root, owner, url, signal })
    open.set(owner, registry)
    return registry
  }
}

async function readSettings(root: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const outcome = await runNpm(['config', 'list', '--json'], root, signal)
  if (outcome.code !== 0) {
    throw new TesseraError('NO_REGISTRY', `npm cannot read its settings: ${failureOf(outcome).summary}`, {
      hint: 'mend .npmrc, or give --registry <url>',
    })
  }
  return stringsOf(JSON.parse(outcome.stdout))
}

function notPublic(url: string | undefined): string | undefined {
  return url === PUBLIC ? undefined : url
}

/** npm would wait for minutes before it says that nobody is there. */
const PATIENCE = ['--fetch-retry-mintimeout=1000', '--fetch-retry-factor=2']

interface OpenRegistry {
  readonly root: string
  readonly owner: string
  readonly url: string
  readonly signal?: AbortSignal | undefined
}

function openRegistry({ root, owner, url, signal }: OpenRegistry): Registry {
  const shown = withoutSecrets(url)
  // A scope's own setting would win over --registry.
  const at = [`--registry=${url}`, `--${owner}:registry=${url}`, ...PATIENCE]
  const run = (args: readonly string[]) => runNpm([...args, '--json', ...at], root, signal)
  const view = async (spec: string): Promise<unknown> => {
    const outcome = await run(['view', spec, 'version', 'versions', 'tessera', 'dist.integrity'])
    if (outcome.code === 0) return outcome.stdout.trim() === '' ? {} : (JSON.parse(outcome.stdout) as unknown)
    const failure = failureOf(outcome)
    if (failure.code === 'E404') return undefined
    throw registryError(failure, spec, shown)
  }
  return {
    url: shown,
    async lookUp(name, version) {
      // The newest is asked for first: it mostly is the one, and it tells whether there is another.
      const newest = await view(name)
      if (!isRecord(newest)) return { versions: [] }
      const versions = versionsOf(newest)
      if (newest['version'] === version) return { present: presentOf(newest), versions }
      if (versions.length > 0 && !versions.includes(version)) return { versions }
      const exact = await view(`${name}@${version}`)
      return isRecord(exact) && exact['version'] === version
        ? { present: presentOf(exact), versions: versionsOf(exact) }
        : { versions }
    },
    async publish(file, { name, tag }) {
      const outcome = await run(['publish', `./${file}`, '--ignore-scripts', `--tag=${tag}`])
      if (outcome.code === 0) return 'published'
      const failure = failureOf(outcome)
      if (isTaken(failure)) return 'taken'
      throw registryError(failure, name, shown)
    },
  }
}

function presentOf(view: Readonly<Record<string, unknown>>): PresentVersion {
  const { version } = stringsOf(view['tessera'])
  const integrity = view['dist.integrity']
  return {
    ...(version !== undefined && isSnap(version) ? { hash: version } : {}),
    ...(typeof integrity === 'string' ? { integrity } : {}),
  }
}

/** One version is a text, several are a list. */
function versionsOf(view: Readonly<Record<string, unknown>>): readonly string[] {
  const versions = [view['versions']].flat()
  return versions.filter((version) => typeof version === 'string')
}
