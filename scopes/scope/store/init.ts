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
  throw new Error(`not finished: ${path} ${options.name}`)
}

/** The local scope of a workspace; made under `name` where there is none yet. */
export async function openLocalScope(workspaceRoot: string, name: string): Promise<Scope> {
  throw new Error(`not finished: ${workspaceRoot} ${name}`)
}
