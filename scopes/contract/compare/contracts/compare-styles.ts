import type { HttpOperation } from '@tessera/contract.define/document'
import { found } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { renamedParameters } from './match-operations.ts'
import type { OperationPair } from './match-operations.ts'
import { pointer } from './pointer.ts'

/** How parameters are written as text. */
export function compareStyles({ name, oldName, old, now }: OperationPair): readonly ContractFinding[] {
  const [before, after] = [renameStyles(old, now), now.styles ?? {}]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((parameter) => {
    const [from, to] = [styleOf(parameter, before[parameter]), styleOf(parameter, after[parameter])]
    if (from === to) return []
    const message = `${parameter} is written as ${to} now, was ${from}`
    return [
      found('parameter-style-changed', {
        ...{
          severity: 'breaking',
          direction: 'request',
          at: `${name}/request/${parameter}`,
          needsNewProvider: true,
          message,
        },
        ...{ pointer: pointer('operations', name, 'styles'), oldPointer: pointer('operations', oldName, 'styles') },
      }),
    ]
  })
}

type Styles = NonNullable<HttpOperation['styles']>

function renameStyles(old: HttpOperation, now: HttpOperation): Styles {
  const names = renamedParameters(old.path, now.path)
  const rename = (key: string): string =>
    key.startsWith('params/') ? `params/${names.get(key.slice(7)) ?? key.slice(7)}` : key
  return Object.fromEntries(Object.entries(old.styles ?? {}).map(([key, style]) => [rename(key), style]))
}

/** With OpenAPI's defaults: `form` and exploded in a query, else `simple`. */
function styleOf(parameter: string, said: Styles[string] | undefined): string {
  const style = said?.style ?? (parameter.startsWith('query/') ? 'form' : 'simple')
  const explode = said?.explode ?? style === 'form'
  return explode ? `${style}, exploded` : style
}
