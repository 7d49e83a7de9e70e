import { componentKey, isComponentName, isRecord, isScopeName, isTag, type Diagnostic } from '@tessera/core.model'
import { duplicates, finding, when } from './findings.ts'
import { isHash } from './hashes.ts'
import type { ComponentObject } from './types.ts'

/** What Bit would refuse in a Component; empty when it is fine. */
export function validateComponent(component: ComponentObject): Diagnostic[] {
  return [
    ...when(!isScopeName(component.scope), `"${component.scope}" is no scope name`),
    ...when(!isComponentName(component.name), `"${component.name}" is no component name`),
    ...checkVersions(component),
    ...checkHead(component),
    ...checkState(component),
  ].map(finding(`Component ${componentKey(component)}`, componentKey(component)))
}

function checkVersions(component: ComponentObject): string[] {
  const entries = Object.entries(component.versions)
  return [
    ...entries.filter(([tag]) => !isTag(tag)).map(([tag]) => `"${tag}" is no semver version`),
    ...entries.filter(([, hash]) => !isHash(hash)).map(([tag, hash]) => `"${hash}" of ${tag} is no hash`),
    ...duplicates(entries.map(([, hash]) => hash)).map((hash) => `two of its versions have the hash ${hash}`),
  ]
}

function checkHead({ head, schema, versions }: ComponentObject): string[] {
  if (head !== undefined) return when(!isHash(head), `its head "${head}" is no hash`)
  const legacy = schema === undefined || schema === '0.0.0'
  return when(!legacy && Object.keys(versions).length > 0, 'it has versions but no head')
}

function checkState(component: ComponentObject): string[] {
  const local = Object.keys(component.state?.versions ?? {})
  const orphaned = component.rest?.['orphanedVersions']
  return [
    ...local
      .filter((tag) => !(tag in component.versions))
      .map((tag) => `its state names ${tag}, which it does not have`),
    ...(isRecord(orphaned) ? Object.keys(orphaned) : [])
      .filter((tag) => tag in component.versions)
      .map((tag) => `${tag} is both a version and an orphaned version`),
  ]
}
