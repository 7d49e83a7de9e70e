import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
  const depth = folder.startsWith('scopes') ? 4 : 3
  const wrong = sources(folder).flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('../'.repeat(Math.max(1, file.split('/').length - depth + 0))))
      .map((name) => `${file} imports ${name}`),
  )
  expect(wrong.filter((line) => !line.includes('/commands/'))).toEqual([])
})

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(^|\/)(dist|node_modules|__snapshots__|fixtures)\//.test(file))
    .map((file) => `${folder}/${file}`)
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string)
}
