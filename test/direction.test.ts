import { existsSync, readdirSync, readFileSync } from 'node:fs'
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
  components: /^@(acme\/|tessera\/(runtime\.|contract\.(define|mock)))/,
  consumers: /^@(acme\/|tessera\/runtime\.)/,
}

test.each(Object.entries(ALLOWED))('%s imports only what stands below it', (folder, allowed) => {
  const wrong = sources(folder).flatMap((file) =>
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
