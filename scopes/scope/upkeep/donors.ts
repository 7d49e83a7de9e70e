import { TesseraError } from '@tessera/core.model'
import type { RawObject } from '@tessera/scope.objects'
import { openScope } from '@tessera/scope.store'

/** Another scope that may have what is damaged or missing in one. */
export interface Donor {
  /** Where it lies, for messages. */
  readonly path: string
  /** The object of this hash; undefined where it has none that is whole. */
  object(hash: string): Promise<RawObject | undefined>
}

/** @throws TesseraError `SCOPE_NOT_FOUND`, `INVALID_SCOPE` */
export async function openDonor(path: string): Promise<Donor> {
  const scope = await openScope(path)
  return {
    path: scope.path,
    async object(hash) {
      try {
        return (await scope.has(hash)) ? await scope.readObject(hash) : undefined
      } catch (error) {
        if (error instanceof TesseraError) return undefined
        throw error
      }
    },
  }
}
