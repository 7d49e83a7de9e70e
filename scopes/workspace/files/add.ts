import type { BitmapEntry, Workspace } from './types.ts'

export interface AddOptions {
  /** `name` or `scope/name`; by default the path of the folder below the directory of components. */
  readonly id?: string | undefined
  /** Where the component will live; by default the workspace's default scope. */
  readonly scope?: string | undefined
  /** Relative to the component's folder; by default found as Bit does. */
  readonly main?: string | undefined
}

/**
 * The `.bitmap` entry that would track a folder as a component. Nothing is written.
 * @param dir relative to the workspace, or absolute
 * @throws TesseraError `INVALID_ID`, `NO_SUCH_FOLDER`, `OUTSIDE_WORKSPACE`, `EMPTY_COMPONENT`, `NO_MAIN_FILE`,
 * `NESTED_COMPONENT`, `ALREADY_TRACKED`
 */
export async function planAdd(workspace: Workspace, dir: string, options: AddOptions = {}): Promise<BitmapEntry> {
  throw new Error(`not built yet: ${workspace.root} ${dir} ${JSON.stringify(options)}`)
}

/** Tracks a folder as a component: `planAdd`, then `.bitmap` is written. */
export async function addComponent(
  workspace: Workspace,
  dir: string,
  options: AddOptions = {},
): Promise<{ readonly workspace: Workspace; readonly entry: BitmapEntry }> {
  throw new Error(`not built yet: ${workspace.root} ${dir} ${JSON.stringify(options)}`)
}
