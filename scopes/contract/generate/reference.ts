import type { ContractDocument, HttpOperation } from '@tessera/contract.define/document'

/** Markdown: what a contract offers, one row for each operation, channel, item, event or shared schema. */
export function contractTable(document: ContractDocument): string {
  const [head, ...rows] = tableOf(document)
  if (head === undefined || rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`
}

type Row = readonly string[]

function tableOf(document: ContractDocument): readonly Row[] {
  switch (document.pattern) {
    case 'http':
      return [['operation', 'request', 'answers', 'what it does'], ...rowsOf(document.operations, httpRow)]
    case 'messaging':
      return [
        ['channel', 'sent by', 'message', 'reply', 'what it is'],
        ...rowsOf(document.channels, (name, { sentBy, message, reply, ...rest }) => [
          ...[code(name), sentBy, code(message.name), reply === undefined ? '' : code(reply.name), words(rest)],
        ]),
      ]
    case 'sockets':
      return [
        ['item', 'sent by', 'answered', 'what it is'],
        ...rowsOf(document.items, (name, { sentBy, reply, ...rest }) => [
          ...[code(name), sentBy, reply === undefined ? '' : 'yes', words(rest)],
        ]),
      ]
    case 'events':
      return [
        ['event', 'type', 'details', 'what happened'],
        ...rowsOf(document.events, (name, { type, details, ...rest }) => [
          ...[code(name), code(type ?? `${document.id}.${name}`)],
          ...[details === undefined ? '' : code(details.operation), words(rest)],
        ]),
      ]
    case 'schemas':
      return [['schema', 'what it is'], ...document.exports.map((name) => [code(name), schemaWords(document, name)])]
  }
}

function rowsOf<T>(edges: Readonly<Record<string, T>> | undefined, row: (name: string, edge: T) => Row): Row[] {
  return Object.entries(edges ?? {}).map(([name, edge]) => row(name, edge))
}

function httpRow(name: string, { method, path, responses, webhook, ...rest }: HttpOperation): Row {
  const called = webhook === true ? `${code(`${method} ${path}`)}, called by the provider` : code(`${method} ${path}`)
  return [code(name), called, Object.keys(responses).join(', '), words(rest)]
}

interface Worded {
  readonly summary?: string
  readonly deprecated?: string
  readonly sunset?: string
}

function words({ summary = '', deprecated, sunset }: Worded): string {
  const leaves = sunset === undefined ? '' : ` (goes on ${text(sunset)})`
  const old = deprecated === undefined ? '' : `deprecated: ${text(deprecated)}${leaves}`
  return [text(summary), old].filter((part) => part !== '').join('; ')
}

function schemaWords({ $defs }: ContractDocument, name: string): string {
  const schema = $defs[name]
  return typeof schema === 'object' && typeof schema['description'] === 'string' ? text(schema['description']) : ''
}

/** Words of a contract, which may be a stranger's, as plain text of one line in Markdown. */
export function text(raw: string): string {
  return oneLine(raw).replaceAll(/[\\`*_{}[\]<>#|!&~]/g, '\\$&')
}

function code(word: string): string {
  return `\`${oneLine(word).replaceAll('`', "'").replaceAll('|', '\\|')}\``
}

function oneLine(raw: string): string {
  return raw.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
}
