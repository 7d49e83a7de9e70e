import type { Remote } from './types.ts'

export interface OpenRemoteOptions {
  /** Folder that relative URLs start from: the workspace root. The working directory unless told. */
  readonly base?: string
}

/**
 * Opens `file:///absolute` or `file:../relative` (from `base`).
 * @throws TesseraError `REMOTE_NOT_FOUND`, `UNKNOWN_REMOTE_PROTOCOL`
 */
export async function openRemote(url: string, options: OpenRemoteOptions = {}): Promise<Remote> {
  throw new Error(`not finished: ${url} ${options.base}`)
}
