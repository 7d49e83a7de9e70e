import { formatId } from '@tessera/core.model'
import { counted, table } from '@tessera/ui.terminal'
import { publishComponents, type PackageReport, type PublishResult } from '@tessera/workspace.publish'
import { flag, textOption, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['[patterns...]', 'components; everything that is tagged where none is given']],
  options: [
    ['--registry <url>', 'where to; else what .npmrc says for the npm scope of the packages, or for all'],
    ['--tag <name>', 'dist-tag; else latest, the name of a pre-release, or release-1.x for what is older'],
    ['--dry-run', 'ask, compile and pack, but send nothing'],
  ],
  examples: [
    ['tessera publish --dry-run', 'what would be published, with its dependencies as ranges'],
    ['tessera publish orders-api/client', 'one package, and what it needs and the registry lacks'],
    ['tessera publish "acme.orders/**" --registry https://npm.acme.example/', 'a scope, to a private registry'],
  ],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const options = {
      ...{ patterns: input.arguments, registry: textOption(input, 'registry'), tag: textOption(input, 'tag') },
      ...{ dryRun: flag(input, 'dryRun'), signal: context.signal },
    }
    const result = await publishComponents(workspace, scope, nodes, options, context.emit)
    const [first] = result.packages.filter(({ neededBy }) => neededBy === undefined).toReversed()
    return {
      data: { ...result, packages: result.packages.map((each) => ({ ...each, id: formatId(each.id) })) },
      text: textOf(result),
      ...(first === undefined ? {} : { next: nextOf(result, first) }),
    }
  },
}

function textOf({ packages, left, dryRun }: PublishResult): string {
  const verb = dryRun ? 'would be published to' : 'published to'
  const registries = [...new Set(packages.map(({ registry }) => registry))]
  const lines = registries.flatMap((registry) => {
    const here = packages.filter((each) => each.registry === registry)
    const sent = here.filter(({ status }) => status === 'published')
    const there = here.length - sent.length
    return [
      ...(sent.length === 0 ? [] : [`${counted(sent, 'package')} ${verb} ${registry}`, table(sent.map(rowOf), '  ')]),
      ...(there === 0 ? [] : [`${there} of ${here.length} there already, made from the same versions: ${registry}`]),
    ]
  })
  return [...lines, ...left.map(({ key, reason }) => `left out ${key}: ${reason}, not tagged`)].join('\n')
}

function rowOf({ packageName, version, tag = '', bytes = 0, neededBy, dependencies = {} }: PackageReport): string[] {
  const why = neededBy === undefined ? '' : `for ${neededBy}`
  const needs = Object.entries(dependencies).map(([name, range]) => `${name}@${range}`)
  return [`${packageName}@${version}`, tag, `${Math.ceil(bytes / 1024)} kB`, [why, ...needs].filter(Boolean).join(', ')]
}

function nextOf({ dryRun }: PublishResult, { packageName, registry }: PackageReport): string {
  if (dryRun) return 'the same without --dry-run'
  const owner = packageName.slice(0, packageName.indexOf('/'))
  return `elsewhere: npm install ${packageName} (with ${owner}:registry=${registry} in .npmrc)`
}
