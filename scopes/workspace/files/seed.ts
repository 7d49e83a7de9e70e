import type { ComponentId } from '@tessera/core.model'
import type { FileFacts } from './facts.ts'

/** A node before its imports are resolved. */
export interface Seed {
  readonly kind: 'component' | 'consumer'
  readonly key: string
  readonly packageName: string
  readonly rootDir: string
  /** Of a component. */
  readonly id?: ComponentId
  readonly files: ReadonlyMap<string, FileFacts>
  /** It has packages of its own in `node_modules`. */
  readonly hasModules: boolean
  /** Its package.json, of a consumer. */
  readonly manifest?: Readonly<Record<string, unknown>>
}
