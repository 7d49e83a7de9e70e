import type { VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'

/** The text of a file as a version recorded it; undefined where the version has no such file. */
export async function readRecordedFile(
  scope: Scope,
  version: VersionObject,
  path: string,
): Promise<string | undefined> {
  const file = version.files.find((each) => each.relativePath === path)
  return file === undefined ? undefined : (await scope.readSource(file.file)).toString('utf8')
}
