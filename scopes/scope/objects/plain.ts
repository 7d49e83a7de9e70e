import type { VersionFile, VersionLog } from './types.ts'

/** The fields that Bit writes, in its order: they are part of the hash. */
export function plainFile(file: VersionFile): VersionFile {
  return { file: file.file, relativePath: file.relativePath, name: file.name, test: file.test }
}

/** As `plainFile`, for the log. */
export function plainLog(log: VersionLog): Record<string, unknown> {
  return { message: log.message, date: log.date, username: log.username, email: log.email }
}
