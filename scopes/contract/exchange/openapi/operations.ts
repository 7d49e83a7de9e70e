import type { HttpOperation, Method } from '@tessera/contract.define/document'
import { memberName } from '../names.ts'
import { present } from '../read/head.ts'
import { member, members, type Place, text } from '../read/place.ts'
import { readOperation } from './operation.ts'
import type { Reading } from './reading.ts'

/** An operation of an OpenAPI document, before it is read. */
export interface Found {
  readonly name: string
  readonly method: Method
  readonly path: string
  readonly webhook: boolean
  readonly place: Place
  /** The path item around it: its parameters count too. */
  readonly item: Place
}

const METHODS: Readonly<Record<string, Method>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  patch: 'PATCH',
  delete: 'DELETE',
}
const OTHER_METHODS = ['head', 'options', 'trace', 'query', 'connect']

export interface ReadOperation {
  readonly name: string
  readonly operation: HttpOperation
  readonly slots: ReturnType<typeof readOperation>['slots']
}

/** Every operation of `paths` and `webhooks`, in the order of the document. */
export function readOperations(root: Place, reading: Reading): readonly ReadOperation[] {
  const found = [...itemsOf(root, 'paths', reading), ...itemsOf(root, 'webhooks', reading)]
  return withoutRepeatedRoutes(found, reading).map((one) => {
    const { edge, slots } = readOperation(one, reading)
    return { name: one.name, operation: edge, slots }
  })
}

function itemsOf(root: Place, group: 'paths' | 'webhooks', reading: Reading): readonly Found[] {
  const webhook = group === 'webhooks'
  return members(member(root, group)).flatMap(([key, place]) => {
    if (key.startsWith('x-')) return []
    const item = reading.library.follow(place)
    noteOtherMethods(item, reading)
    return Object.entries(METHODS).flatMap(([word, method]) => {
      const operation = member(item, word)
      if (operation.value === undefined) return []
      const path = routePath(webhook ? webhookPath(key, operation) : key, operation, reading)
      if (path === undefined) return []
      return [
        {
          name: operationName(operation, { method, path, key }, reading),
          method,
          path,
          webhook,
          place: operation,
          item,
        },
      ]
    })
  })
}

function noteOtherMethods(item: Place, { notes }: Reading): void {
  for (const word of OTHER_METHODS) {
    const place = member(item, word)
    if (place.value === undefined) continue
    const message = `${word.toUpperCase()} is no method of a contract`
    notes.lost('OPERATION_DROPPED', place, message, 'the operation is left out')
  }
}

/** A webhook has a name and no path; where its receiver mounts it is up to them. */
function webhookPath(name: string, operation: Place): string {
  const said = text(member(operation, 'x-tessera-operation'), 'path')
  return said ?? `/${name.replace(/^\//, '').replaceAll(/[^\w\-.~/{}]+/g, '-')}`
}

const SEGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@%]|\{[\p{ID_Start}_][\p{ID_Continue}]*\})*$/u

/** The path with names of parameters that code can bear; undefined where it is no path of a contract. */
function routePath(path: string, operation: Place, { notes }: Reading): string | undefined {
  const renamed = path.replaceAll(/\{([^{}]*)\}/g, (_match, name: string) => `{${parameterName(name)}}`)
  const names = [...renamed.matchAll(/\{([^}]*)\}/g)].map((match) => match[1])
  const segments = renamed.slice(1).split('/')
  if (!renamed.startsWith('/') || !segments.every((part) => SEGMENT.test(part)) || new Set(names).size < names.length) {
    const message = `"${path}" is no path of a contract: text and {parameters}, each once, after a slash`
    notes.lost('OPERATION_DROPPED', operation, message, 'the operation is left out')
    return undefined
  }
  if (renamed !== path) {
    notes.changed('RENAMED', operation, `a parameter of ${path} has a name that code cannot bear`, `it is ${renamed}`)
  }
  return renamed
}

/** A path parameter's name is not on the wire. */
export function parameterName(name: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name) ? name : memberName(name, 'parameter')
}

function operationName(
  place: Place,
  { method, path, key }: { method: Method; path: string; key: string },
  { names, notes }: Reading,
): string {
  const said = text(place, 'operationId')
  const wanted = memberName(said ?? `${method.toLowerCase()} ${key === path ? wordsOf(path) : key}`, 'operation')
  const name = names.take(wanted)
  if (said !== undefined && name !== said) {
    const why = name === wanted ? 'is no name that code can bear' : 'is the operationId of two operations'
    notes.changed('RENAMED', place, `"${said}" ${why}`, `the operation is called ${name}`)
  }
  return name
}

/** `/orders/{id}/items` is `orders by id items`. */
function wordsOf(path: string): string {
  return path.replaceAll(/\{([^}]*)\}/g, 'by $1')
}

/** `/a/{x}` and `/a/{y}` are one route. */
function withoutRepeatedRoutes(found: readonly Found[], { notes }: Reading): readonly Found[] {
  const routes = new Map<string, Found>()
  for (const one of found) {
    const route = `${one.webhook} ${one.method} ${one.path.replaceAll(/\{[^}]*\}/g, '{}')}`
    const first = routes.get(route)
    if (first === undefined) routes.set(route, one)
    else {
      const message = `${one.method} ${one.path} is the route of ${first.name} too`
      notes.lost('OPERATION_DROPPED', one.place, message, `${one.name} is left out`)
    }
  }
  return [...routes.values()]
}

/** `summary`, `description` and `deprecated` of anything. */
export function described(
  place: Place,
  extension: Place,
): Pick<HttpOperation, 'summary' | 'description' | 'deprecated' | 'sunset'> {
  return present({
    summary: text(place, 'summary'),
    description: text(place, 'description'),
    deprecated:
      text(extension, 'deprecated') ?? (member(place, 'deprecated').value === true ? 'deprecated' : undefined),
    sunset: text(extension, 'sunset'),
  })
}
