import { isRecord } from '@tessera/core.model'
import type { VersionObject } from '@tessera/scope.objects'
import type { BitmapEntry } from '@tessera/workspace.files'

/**
 * Configuration of Bit's own aspects that a new version takes over: that of `.bitmap`, then that of the version before.
 * What the aspects computed is left out, it described the version before.
 */
export function extensionsOf(entry: BitmapEntry | undefined, parent: VersionObject | undefined): readonly unknown[] {
  const configs = new Map([...recordedConfigs(parent), ...configsOf(entry?.rest?.['config'])])
  return [...configs]
    .filter(([, config]) => isRecord(config) && Object.keys(config).length > 0)
    .map(([name, config]) => ({ name, config, data: {} }))
}

function recordedConfigs(parent: VersionObject | undefined): readonly (readonly [string, unknown])[] {
  return (parent?.extensions ?? []).flatMap((extension) =>
    isRecord(extension) && typeof extension['name'] === 'string'
      ? [[extension['name'], extension['config']] as const]
      : [],
  )
}

/** Other aspects than Bit's own are components themselves; without their versions they cannot be recorded. */
function configsOf(config: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(config) ? Object.entries(config).filter(([name]) => name.startsWith('teambit.')) : []
}
