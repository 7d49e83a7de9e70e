import type { AffectedNode, Impact, MemberChange, Use } from '@tessera/ripple.impact'
import { formatLocation } from '@tessera/core.model'
import { counted, type Style } from '@tessera/ui.terminal'

/** For a person: what changes, then each node that it concerns, those that fail first. */
export function impactText(
  impact: Impact & { readonly against: string; readonly level: string },
): (style: Style) => string {
  const { contract, against, changes, affected, unaffected } = impact
  return (style) => {
    const head = `${style.bold(contract)} against ${against}: ${headline(impact)}`
    const failing = affected.filter(({ errors }) => errors.length > 0)
    const passing = affected.filter(({ errors }) => errors.length === 0)
    const rest =
      unaffected.length === 0
        ? []
        : [style.dim(`= ${unaffected.join(', ')} ${unaffected.length === 1 ? 'uses' : 'use'} nothing of it`)]
    return [
      [head, ...changes.map((change) => changeText(change, style))].join('\n'),
      ...[...failing, ...passing].map((node) => nodeText(node, style)),
      ...rest,
    ].join('\n\n')
  }
}

function headline({ changes, affected, level }: Impact & { readonly level: string }): string {
  if (changes.length === 0) return 'its types are as they were'
  const failing = affected.filter(({ errors }) => errors.length > 0).length
  const outcome = failing === 0 ? 'all type-check' : `${failing} no longer type-check${failing === 1 ? 's' : ''}`
  const users = `${counted(affected, 'node')} here ${affected.length === 1 ? 'is' : 'are'} affected, ${outcome}`
  return `${LEVELS[level] ?? level}; ${affected.length === 0 ? 'nobody here uses what changes' : users}`
}

const LEVELS: Readonly<Record<string, string>> = {
  breaking: 'breaks deployed consumers',
  risky: 'may break deployed consumers',
  compatible: 'breaks nobody deployed',
}

function changeText({ name, kind, before, after }: MemberChange, style: Style): string {
  switch (kind) {
    case 'gone':
      return `  ${style.red('-')} ${name}  ${style.dim(before ?? '')}`
    case 'added':
      return `  ${style.green('+')} ${name}  ${style.dim(after ?? '')}`
    case 'changed':
      return `  ${style.yellow('~')} ${name}  ${style.dim(`${before ?? ''} -> ${after ?? ''}`)}`
    case 'described':
      return `  ${style.yellow('~')} ${name}  ${style.dim('is described anew')}`
  }
}

function nodeText({ key, uses, errors }: AffectedNode, style: Style): string {
  const symbol = errors.length === 0 ? style.green('✔') : style.red('✖')
  const what = errors.length === 0 ? 'uses it, and type-checks' : 'no longer type-checks'
  return [
    `${symbol} ${style.bold(key)} ${what}`,
    ...errors.map(
      ({ location, message, code }) =>
        `  ${style.red('✖')} ${style.cyan(location ? formatLocation(location) : '')}  ${message.split('\n', 1)[0]} ${style.dim(code)}`,
    ),
    ...uses.map((use) => useText(use, style)),
  ].join('\n')
}

function useText({ file, line, column, text, members }: Use, style: Style): string {
  return `  ${style.cyan(`${file}:${line}:${column}`)}  ${text}  ${style.dim(members.join(', '))}`
}
