import pc from 'picocolors'

export interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

/** Colours for a stream; plain text where it is no terminal or `NO_COLOR` is set. */
export function styleFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Style {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const wanted = !env['NO_COLOR'] && env['TERM'] !== 'dumb' && (forced || stream.isTTY === true)
  return pc.createColors(wanted)
}
