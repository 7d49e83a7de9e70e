import { formatLocation } from '@tessera/core.model'
import type { Breakage } from '@tessera/scope.remote'
import type { Style } from '@tessera/ui.terminal'

/** A record of a ripple for a person: what stays where, at which line, because of what. */
export function brokenLines({ id, updates, diagnostics }: Breakage, style: Style): readonly string[] {
  const newer = updates.map((update) => `${update.id} ${update.from} -> ${update.to}`).join(', ')
  const found = diagnostics.filter(({ severity }) => severity !== 'info')
  return [
    `${style.red('✖')} ${id} does not pass with ${newer}`,
    ...found.flatMap(({ location, message, code, because }) => {
      const place = location === undefined ? '' : `${formatLocation(location)}  `
      return [
        `  ${place}${message} ${style.dim(code)}`,
        ...(because === undefined ? [] : [`    because of ${because}`]),
      ]
    }),
  ]
}
