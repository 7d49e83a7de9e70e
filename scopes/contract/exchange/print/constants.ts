import { memberName, type NameBook } from '../names.ts'

const RESERVED = [
  ...['break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum'],
  ...['export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'new', 'null'],
  ...['return', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield'],
  ...['let', 'static', 'implements', 'interface', 'package', 'private', 'protected', 'public', 'await', 'async'],
  ...['arguments', 'eval', 'undefined', 'NaN', 'Infinity', 'globalThis'],
]
const IMPORTED = [
  ...['z', 'httpContract', 'messagingContract', 'socketContract', 'eventContract', 'schemas', 'problem', 'Problem'],
  ...['payload', 'response', 'openEnum', 'dateTime', 'jsonSchema'],
]

/** Names of constants that neither the language nor an import has. */
export function constantNames(): NameBook {
  const used = new Set([...RESERVED, ...IMPORTED])
  return {
    take(wanted) {
      let name = wanted
      for (let count = 2; used.has(name); count++) name = `${wanted}${count}`
      used.add(name)
      return name
    },
  }
}

/** `acme.orders/orders-api` is `ordersApi`. */
export function contractConstant(id: string): string {
  return memberName(id.slice(id.indexOf('/') + 1), 'contract')
}
