import type { Diagnostic } from '@tessera/core.model'
import type { ComponentObject, VersionObject } from './types.ts'

/** What Bit would refuse in a Component; empty when it is fine. */
export function validateComponent(component: ComponentObject): Diagnostic[] {
  throw new Error(`not finished: ${component.name}`)
}

/** What Bit would refuse in a Version; empty when it is fine. */
export function validateVersion(version: VersionObject): Diagnostic[] {
  throw new Error(`not finished: ${version.mainFile}`)
}
