import { stringify } from 'yaml'

/** Text of an exported document: YAML where the file is called so, else JSON. */
export function formatExported(document: Readonly<Record<string, unknown>>, file = ''): string {
  return /\.ya?ml$/i.test(file)
    ? stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 })
    : `${JSON.stringify(document, null, 2)}\n`
}
