import type { ContractFinding } from '@tessera/contract.compare'

/**
 * The line, from 1, of a contract's source that a finding is about: of the operation, channel or schema that it names,
 * and of the properties below it as far as they stand there; of what is gone, of what held it. Undefined where the source
 * names neither.
 */
export function locateFinding(
  source: string,
  { at, pointer }: Pick<ContractFinding, 'at' | 'pointer'>,
): number | undefined {
  const [place = '', inner = ''] = at.split('#', 2)
  const [owner = '', ...steps] = place.split('/')
  const lines = source.split('\n').map(withoutComment)
  let line = lines.findIndex((text) => declares(text, owner))
  if (line === -1) return holderLine(lines, pointer)
  for (const name of [...steps, ...propertiesOf(inner)]) {
    const next = lines.findIndex((text, index) => index >= line && declares(text, name))
    if (next !== -1) line = next
  }
  return line + 1
}

/** The line of `operations`, `channels`… */
function holderLine(lines: readonly string[], pointer: string): number | undefined {
  const option = pointer.split('/')[1] ?? ''
  const line = option === '' ? -1 : lines.findIndex((text) => declares(text, option))
  return line === -1 ? undefined : line + 1
}

function withoutComment(line: string): string {
  return /^\s*(?:\/?\*|\/\/)/.test(line) ? '' : line
}

/** `name:`, `'name':`, `const name =`, `get name()`, or the id of a schema. */
function declares(line: string, name: string): boolean {
  const word = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`(?:^|[\\s{,(])['"]?${word}['"]?\\s*(?:[:=(,]|\\}|$)|id: ['"]${word}['"]`).test(line)
}

/** Names of properties on the way of a JSON pointer. */
function propertiesOf(pointer: string): readonly string[] {
  const keys = pointer.split('/').slice(1)
  return keys
    .filter((_, index) => keys[index - 1] === 'properties')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}
