// npm run pack [folder]: a tarball of each package of the tool, with exact versions of each other.
// npm run pack -- --publish [--registry <url>] [--tag <name>]: sends them to a registry; what it has already is passed over.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt, ensureInstalled, packages, root } from './prepare.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { publish: { type: 'boolean' }, registry: { type: 'string' }, tag: { type: 'string' } },
})

ensureInstalled()
ensureBuilt()
const { TesseraError } = await import('@tessera/core.model')
const { flatName, packTarball, withoutSources } = await import('@tessera/workspace.transfer')

const manifests = new Map(packages().map((dir) => [dir, read(dir)]))
const versions = new Map([...manifests.values()].map(({ name, version }) => [name, version]))
try {
  if (values.publish) await publishAll()
  else await packInto(resolve(positionals[0] ?? 'packages'))
} catch (error) {
  if (!(error instanceof TesseraError)) throw error
  console.error(`✖ ${error.message} ${error.code}\n  next: ${error.hint}`)
  process.exitCode = error.exitCode
}

async function packInto(folder) {
  mkdirSync(folder, { recursive: true })
  for (const { name, version, tarball } of await packAll()) {
    writeFileSync(join(folder, fileName(name, version)), tarball)
  }
  console.log(`${manifests.size} packages in ${relative(process.cwd(), folder) || '.'}`)
}

async function publishAll() {
  const { openRegistries, distTag } = await import('@tessera/workspace.publish')
  const registryOf = await openRegistries({ root, given: values.registry })
  const stage = mkdtempSync(join(root, 'node_modules', '.cache', 'tessera', 'pack-'))
  try {
    for (const { name, version, tarball } of await packAll()) {
      const registry = registryOf(name)
      const file = join(stage, fileName(name, version))
      writeFileSync(file, tarball)
      const tag = values.tag ?? distTag(version, [])
      const path = relative(root, file).split(sep).join('/')
      const outcome = await registry.publish(path, { name: `${name}@${version}`, tag })
      if (outcome === 'taken') await refuseOther(registry, { name, version, tarball })
      console.log(outcome === 'taken' ? `${name}@${version} is there already` : `published ${name}@${version}`)
    }
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

async function refuseOther(registry, { name, version, tarball }) {
  const { present } = await registry.lookUp(name, version)
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  if (present?.integrity === integrity) return
  throw new TesseraError('PUBLISH_CONFLICT', `${registry.url} has ${name}@${version} with other content`, {
    hint: 'published versions never change: raise the version of the package',
  })
}

/** Dependencies first, so that whoever installs while this runs finds what is needed. */
async function packAll() {
  const done = new Map()
  const add = async ([dir, manifest]) => {
    if (done.has(manifest.name)) return
    done.set(manifest.name, undefined)
    for (const other of manifests) if (other[1].name in (manifest.dependencies ?? {})) await add(other)
    done.delete(manifest.name)
    done.set(manifest.name, { name: manifest.name, version: manifest.version, tarball: await pack(dir, manifest) })
  }
  for (const entry of manifests) await add(entry)
  return done.values()
}

function pack(dir, manifest) {
  const files = new Map([
    ['package.json', Buffer.from(`${JSON.stringify(packedManifest(manifest), null, 2)}\n`)],
    ['README.md', Buffer.from(`# ${manifest.name}\n\n${manifest.description}. Part of Tessera.\n`)],
    ['LICENSE', readFileSync(join(root, 'LICENSE'))],
  ])
  for (const part of manifest.files) {
    for (const path of filesIn(join(dir, part))) {
      files.set(relative(dir, path).split(sep).join('/'), readFileSync(path))
    }
  }
  return packTarball(files)
}

function packedManifest({ devDependencies: _dev, exports, dependencies = {}, ...rest }) {
  const exact = Object.entries(dependencies).map(([name, range]) => [name, versions.get(name) ?? range])
  const kept = Object.entries(withoutSources(exports)).filter(([, target]) => Object.keys(target).length > 0)
  return { ...rest, exports: Object.fromEntries(kept), dependencies: Object.fromEntries(exact) }
}

function filesIn(dir) {
  if (!existsSync(dir)) return []
  const paths = readdirSync(dir, { recursive: true }).map((path) => join(dir, String(path)))
  return paths.filter((path) => statSync(path).isFile())
}

function fileName(name, version) {
  return `${flatName(name)}-${version}.tgz`
}

function read(dir) {
  return JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
}
