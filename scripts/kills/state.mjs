// What a folder of a scenario holds, without what differs from run to run: dates, and hashes that depend on them.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../prepare.mjs'

const built = (name) => import(pathToFileURL(join(root, 'scopes', name, 'dist', 'index.js')).href)
const { openScope } = await built('scope/store')
const { openWorkspace } = await built('workspace/files')
const { verifyScope } = await built('scope/upkeep')

/** Opening completes what a killed process had decided, as every command does first. */
export async function stateOf(dir, { workspaces, scopes }) {
  const state = { workspaces: {}, scopes: {} }
  for (const folder of workspaces) {
    await openWorkspace(join(dir, folder))
    state.workspaces[folder] = {
      files: filesOf(join(dir, folder)),
      scope: await componentsOf(join(dir, folder, '.bit')),
    }
  }
  for (const scope of scopes) state.scopes[scope] = await componentsOf(join(dir, scope))
  return state
}

/** Every byte of the objects in the bare scopes. */
export function objectsOf(dir, { scopes }) {
  return scopes.map((scope) => `${scope} ${filesOf(join(dir, scope, 'objects'))}`).join('; ')
}

/** What verify says of all scopes. */
export async function damageOf(dir, { workspaces, scopes }) {
  const found = []
  for (const path of [...workspaces.map((folder) => join(folder, '.bit')), ...scopes]) {
    const { findings } = await verifyScope(await openScope(join(dir, path)))
    found.push(...findings.filter(({ severity }) => severity === 'error').map(({ message }) => `${path}: ${message}`))
  }
  return found
}

/** Temporary files, tickets and journals that nobody needs any more. */
export function leftoversOf(dir, { workspaces, scopes }) {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => !/^tmp([\\/]|$)/.test(name))
  const tickets = [
    ...scopes.map((scope) => `${scope}/pending-objects`),
    ...workspaces.flatMap((folder) => [`${folder}/.tessera/turns`, `${folder}/.bit/pending-objects`]),
  ]
  return [
    ...names.filter((name) => /(^|[\\/])\.tessera-\d/.test(name)),
    ...tickets.flatMap((folder) => (existsSync(join(dir, folder)) ? readdirSync(join(dir, folder)) : [])),
  ]
}

function filesOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^(\.bit|\.tessera|node_modules)([\\/]|$)/.test(name))
    .filter((name) => statSync(join(folder, name)).isFile())
  const sum = createHash('sha256')
  for (const name of files.toSorted()) sum.update(`${relative('.', name)}\0`).update(readFileSync(join(folder, name)))
  return `${files.length} files ${sum.digest('hex').slice(0, 12)}`
}

/** Tags, how long the history is, and whether a tag still counts as not exported. */
async function componentsOf(path) {
  const scope = await openScope(path)
  const rows = []
  for (const component of await scope.listComponents()) {
    const { name, versions, head, state } = component
    let depth = 0
    for (let hash = head; hash !== undefined; depth += 1) hash = (await scope.readVersion(hash)).parents[0]
    rows.push(`${name} ${Object.keys(versions).join(',')} ${depth} ${Object.keys(state?.versions ?? {}).join(',')}`)
  }
  return rows.join('; ')
}
