import { TesseraError } from '@tessera/core.model'

/** @throws TesseraError `INVALID_VERSION` */
export async function checkedRange(range: string): Promise<string> {
  const { validRange } = await import('semver')
  if (validRange(range) !== null) return range
  throw new TesseraError('INVALID_VERSION', `"${range}" is no range of versions`, {
    hint: 'a range is as in package.json: "<2.0.0", "1.x"',
  })
}
