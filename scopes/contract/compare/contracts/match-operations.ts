import type { HttpOperation } from '@tessera/contract.define/document'

type Operations = Readonly<Record<string, HttpOperation>>

/** An operation of both documents; the names differ where it was renamed. */
export interface OperationPair {
  readonly oldName: string
  readonly name: string
  readonly old: HttpOperation
  readonly now: HttpOperation
}

export interface MatchedOperations {
  readonly pairs: readonly OperationPair[]
  readonly removed: readonly (readonly [name: string, operation: HttpOperation])[]
  readonly added: readonly (readonly [name: string, operation: HttpOperation])[]
}

/**
 * Which operation is which: by what is on the wire (method and path template, whatever its parameters are called), then
 * by name, then by the names it had.
 */
export function matchOperations(old: Operations, now: Operations): MatchedOperations {
  const [before, after] = [new Map(Object.entries(old)), new Map(Object.entries(now))]
  const pairs: OperationPair[] = []
  for (const isSame of [sameRoute, sameName, formerName]) {
    for (const [oldName, operation] of before) {
      const match = [...after].find(([name, other]) => isSame([oldName, operation], [name, other]))
      if (match === undefined) continue
      pairs.push({ oldName, name: match[0], old: operation, now: match[1] })
      before.delete(oldName)
      after.delete(match[0])
    }
  }
  return { pairs, removed: [...before], added: [...after] }
}

/** The path without the names of its parameters. */
export function pathTemplate(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}')
}

/** Former to present name of the parameters of a path that is otherwise the same. */
export function renamedParameters(old: string, now: string): ReadonlyMap<string, string> {
  if (pathTemplate(old) !== pathTemplate(now)) return new Map()
  const after = pathParameters(now)
  return new Map(pathParameters(old).map((name, index) => [name, after[index] as string]))
}

/** Names of the parameters in a path, in order. */
function pathParameters(path: string): readonly string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] as string)
}

type Named = readonly [name: string, operation: HttpOperation]

function sameRoute([, old]: Named, [, now]: Named): boolean {
  return old.method === now.method && old.webhook === now.webhook && pathTemplate(old.path) === pathTemplate(now.path)
}

function sameName([oldName]: Named, [name]: Named): boolean {
  return oldName === name
}

function formerName([oldName]: Named, [, now]: Named): boolean {
  return now.aliases?.includes(oldName) === true
}
