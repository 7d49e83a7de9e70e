import { componentKey, formatId, isTag, suggestion, TesseraError } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode } from '@tessera/workspace.files'
import { rcompare } from 'semver'
import { noBaseline, tagOf, versionHashOf } from './baseline.ts'
import type { Recorded } from './baseline.ts'
import { history } from './history.ts'

/**
 * A version of a component from the local scope: the one named, else the one of `.bitmap`. Of a snap the first digits of
 * its hash will do.
 * @throws TesseraError `NO_BASELINE`, `VERSION_NOT_FOUND`, of the first digits `AMBIGUOUS_ID` and `INVALID_OBJECT`
 */
export async function readRecorded(
  scope: Scope,
  component: ComponentNode,
  version: string | undefined = component.id.version,
): Promise<Recorded> {
  const object = await scope.readComponent(component.id)
  if (object === undefined && component.id.version !== undefined) throw noBaseline(component)
  const hash = object === undefined || version === undefined ? undefined : await findHash(scope, object, version)
  if (object !== undefined && version !== undefined && hash !== undefined && (await scope.has(hash))) {
    const isExact = versionHashOf(object, version) === hash
    const name = isExact ? version : tagOf(object, hash)
    return { state: 'recorded', version: name, hash, object: await scope.readVersion(hash), component: object }
  }
  if (version === component.id.version) throw noBaseline(component)
  throw versionNotFound(component, version ?? '', object)
}

/** @throws TesseraError `AMBIGUOUS_ID` where several versions begin so */
async function findHash(scope: Scope, object: ComponentObject, version: string): Promise<string | undefined> {
  const exact = versionHashOf(object, version)
  if (exact !== undefined || !/^[0-9a-f]{3,39}$/.test(version)) return exact
  const known = [
    ...Object.values(object.versions),
    ...(await history(scope, object, object.head)).map((step) => step.hash),
  ]
  const found = [...new Set(known.filter((hash) => hash.startsWith(version)))]
  if (found.length < 2) return found[0]
  throw new TesseraError('AMBIGUOUS_ID', `"${version}" begins ${found.length} versions of ${componentKey(object)}`, {
    hint: `name one of them with more digits: ${found.join(', ')}`,
  })
}

function versionNotFound(node: ComponentNode, version: string, object: ComponentObject | undefined): TesseraError {
  const tags = object === undefined ? [] : Object.keys(object.versions).filter(isTag).toSorted(rcompare)
  if (object?.versions[version] !== undefined) {
    const id = formatId({ ...node.id, version })
    return new TesseraError('VERSION_NOT_FOUND', `${id} is known, but its objects were not fetched`, {
      hint: 'run `tessera import`',
    })
  }
  const hint =
    tags.length === 0
      ? 'it has no versions yet: run `tessera tag`'
      : `it has ${tags.slice(0, 10).join(', ')}${tags.length > 10 ? ', …' : ''}; \`tessera log ${node.key}\` shows them all`
  return new TesseraError(
    'VERSION_NOT_FOUND',
    `${componentKey(node.id)} has no version "${version}"${suggestion(version, tags)}`,
    { hint },
  )
}
