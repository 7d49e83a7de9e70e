import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TesseraError } from '@tessera/core.model'

/**
 * The folder that a remote's URL names: `file:///absolute`, or `file:../relative` from `base`.
 * @throws TesseraError `UNKNOWN_REMOTE_PROTOCOL`, `REMOTE_NOT_FOUND`
 */
export function remotePath(url: string, base: string): string {
  if (!url.startsWith('file:')) throw unknownProtocol(url)
  if (!url.startsWith('file://'))
    return resolve(
      base,
      decode(url, () => decodeURIComponent(url.slice('file:'.length))),
    )
  return decode(url, () => fileURLToPath(url))
}

function decode(url: string, read: () => string): string {
  try {
    return read()
  } catch (cause) {
    throw new TesseraError('REMOTE_NOT_FOUND', `"${url}" names no folder: ${(cause as Error).message}`, {
      hint: 'write file:///absolute/folder, or file:../folder to start from the workspace',
      cause,
    })
  }
}

function unknownProtocol(url: string): TesseraError {
  const protocol = /^[a-z][a-z0-9+.-]*(?=:\/\/)/i.exec(url)?.[0]
  const message =
    protocol === undefined ? `"${url}" is no URL of a remote` : `remotes over ${protocol} are not supported: ${url}`
  return new TesseraError('UNKNOWN_REMOTE_PROTOCOL', message, {
    hint: 'write file:///absolute/folder, or file:../folder to start from the workspace',
  })
}
