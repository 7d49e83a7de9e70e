import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { scanImports } from '@tessera/workspace.files'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Which packages the sources below a folder may import, besides npm's and their own. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  'scopes/core': /^@tessera\/core\./,
  'scopes/contract': /^@tessera\/(core|contract)\./,
  'scopes/scope': /^@tessera\/(core|scope)\./,
  'scopes/workspace': /^@tessera\/(core|contract|scope|workspace)\./,
  'scopes/ripple': /^@tessera\/(core|contract|scope|workspace|ripple)\./,
  'scopes/ui': /^@tessera\//,
  'scopes/runtime': /^@tessera\/(runtime\.|contract\.mock)/,
  // Works from contract documents in place of generated code.
  'scopes/runtime/provider': /^@tessera\/(runtime|contract)\./,
  components: /^@(acme\/|tessera\/(runtime\.|contract\.(define|mock)))/,
  consumers: /^@(acme\/|tessera\/runtime\.)/,
}

test.each(Object.entries(ALLOWED))('%s imports only what stands below it', (folder, allowed) => {
  const closer = Object.keys(ALLOWED).filter((other) => other.startsWith(`${folder}/`))
  const own = sources(folder).filter((file) => !closer.some((other) => file.startsWith(`${other}/`)))
  const wrong = own.flatMap((file) =>
    importsOf(file)
      .filter((name) => /^@(tessera|acme)\//.test(name) && !allowed.test(name))
      .map((name) => `${file} imports ${name}`),
  )
  expect(wrong).toEqual([])
})

test.each(Object.keys(ALLOWED))('%s leaves a package only by its name', (folder) => {
  const wrong = sources(folder).flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('.') && packageOf(join(file, '..', name)) !== packageOf(file))
      .map((name) => `${file} imports ${name}`),
  )
  expect(wrong).toEqual([])
})

/** Installed with the command line so that it can pack them for workspaces that no registry serves. */
const PACKED = new Set(
  ['broker', 'core', 'events', 'http', 'messaging', 'sockets'].map((name) => `@tessera/runtime.${name}`),
)

test('a package of the tool declares what it imports, and nothing else', () => {
  const wrong = [...new Set(sources('scopes').map(packageOf))].flatMap((folder) => {
    const { dependencies = {}, peerDependencies = {} } = manifestOf(folder)
    const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)])
    const text = sources(folder).map((file) => readFileSync(join(root, file), 'utf8'))
    const imported = new Set(sources(folder).flatMap(importsOf).flatMap(packageNameOf))
    imported.delete(manifestOf(folder).name)
    const unused = [...declared].filter(
      (name) => !imported.has(name) && !PACKED.has(name) && !text.some((source) => source.includes(`'${name}`)),
    )
    const undeclared = [...imported].filter((name) => !declared.has(name))
    return [
      ...undeclared.map((name) => `${folder} lacks ${name}`),
      ...unused.map((name) => `${folder} needs no ${name}`),
    ]
  })
  expect(wrong).toEqual([])
})

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
}

/** `@scope/name` of `@scope/name/sub`; nothing for files and Node's own modules. */
function packageNameOf(specifier: string): readonly string[] {
  if (specifier.startsWith('.') || isBuiltin(specifier)) return []
  return [specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')]
}

/** The folder of the nearest package.json. */
function packageOf(file: string): string {
  let folder = dirname(file)
  while (!existsSync(join(root, folder, 'package.json'))) folder = dirname(folder)
  return folder
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(^|\/)(dist|node_modules)\//.test(file))
    .filter((file) => !folder.startsWith('scopes') || !/(^|\/)rig\.ts$|\.(test|test-d|fixture)\.ts$/.test(file))
    .map((file) => `${folder}/${file}`)
}

function importsOf(file: string): readonly string[] {
  return scanImports(readFileSync(join(root, file), 'utf8'), file).map((found) => found.specifier)
}
