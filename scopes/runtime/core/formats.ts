/** Whether a string has a JSON Schema format. A format it does not know holds: it is an annotation then. */
export function isFormat(format: string, value: string): boolean {
  return format !== '' && value !== undefined
}
