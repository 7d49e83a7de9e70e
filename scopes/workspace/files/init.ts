import type { Workspace } from './types.ts'

export interface InitOptions {
  /** By default the folder's name. */
  readonly name?: string | undefined
  /** By default `my.<folder name>`. */
  readonly defaultScope?: string | undefined
  /** Template of Bit; by default `components/{name}`. */
  readonly defaultDirectory?: string | undefined
}

/**
 * Makes a folder a workspace: writes what is missing and overwrites nothing. `written` names the files made or extended,
 * relative to the folder.
 * @throws TesseraError `INVALID_ID` for a bad scope
 */
export async function initWorkspace(
  dir: string,
  options: InitOptions = {},
): Promise<{ readonly workspace: Workspace; readonly written: readonly string[] }> {
  throw new Error(`not built yet: ${dir} ${JSON.stringify(options)}`)
}
