import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isScopeName, TesseraError } from '@tessera/core.model'
import { OBJECTS } from './layout.ts'
import { isScope, localScopePath } from './locate.ts'
import { openScope } from './open.ts'
import { refreshIndex } from './scope-index.ts'
import { createScopeJson } from './scope-json.ts'
import type { Scope } from './types.ts'

export interface InitOptions {
  /** The scope part of the ids it will hold. */
  readonly name: string
  /** `path` itself becomes the scope; else it is a workspace, and its local scope is made. */
  readonly bare?: boolean
}

/**
 * Makes a scope, or opens the one that is already there under this name.
 * @throws TesseraError `INVALID_SCOPE_NAME`, `SCOPE_EXISTS` (with another name)
 */
export async function initScope(path: string, options: InitOptions): Promise<Scope> {
  if (!isScopeName(options.name)) throw invalidName(options.name)
  const root = options.bare ? resolve(path) : localScopePath(resolve(path))
  if (!isScope(root)) makeScope(root, options.name)
  const scope = await openScope(root)
  if (scope.name === options.name) return scope
  throw new TesseraError('SCOPE_EXISTS', `there is already a scope "${scope.name}" at ${root}`, {
    hint: `choose another folder for "${options.name}"`,
  })
}

/** The local scope of a workspace; made where there is none yet, under `name` as far as a scope can be called so. */
export async function openLocalScope(workspaceRoot: string, name: string): Promise<Scope> {
  const root = localScopePath(resolve(workspaceRoot))
  return isScope(root) ? openScope(root) : initScope(workspaceRoot, { name: scopeNameFrom(name) })
}

/** scope.json comes last: what has none is no scope yet. */
function makeScope(root: string, name: string): void {
  if (statSync(root, { throwIfNoEntry: false })?.isFile()) {
    throw new TesseraError('SCOPE_EXISTS', `${root} is a file, not a folder for a scope`, { hint: 'choose a folder' })
  }
  mkdirSync(join(root, OBJECTS), { recursive: true })
  refreshIndex(root)
  createScopeJson(root, name)
}

function scopeNameFrom(text: string): string {
  const name = text.toLowerCase().replace(/[^-_!$a-z0-9]+/g, '-')
  return isScopeName(name) ? name : `${name}-local`
}

function invalidName(name: string): TesseraError {
  return new TesseraError('INVALID_SCOPE_NAME', `"${name}" is no scope name`, {
    hint: 'lower case letters, digits, "-" and "_", with at most one dot: acme.orders',
  })
}
