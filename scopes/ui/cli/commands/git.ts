import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { suggestion, TesseraError } from '@tessera/core.model'
import { isScope, localScopePath, openScope, type Scope } from '@tessera/scope.store'
import { findWorkspaceRoot, writeAtomic } from '@tessera/workspace.files'
import { bitmapConflict, mergeBitmaps } from '@tessera/workspace.versions'
import { flag, type CommandSpec, type Context, type Input, type Outcome } from '../command.ts'

/** The name that Bit gives it: one line in .gitattributes serves both. */
const DRIVER = 'bitmap-driver'
const ATTRIBUTE = `.bitmap merge=${DRIVER}`

export const command: CommandSpec = {
  arguments: [
    ['<action>', 'set-merge-driver, or merge-bitmaps (which git calls)'],
    ['[files...]', 'merge-bitmaps: of the common version, ours and theirs, and the path in the repository'],
  ],
  options: [
    ['--ours', 'merge-bitmaps: where both sides changed the same of a component, take ours'],
    ['--theirs', 'merge-bitmaps: take theirs'],
  ],
  examples: [
    ['tessera git set-merge-driver', 'git merges .bitmap by components from now on; each clone is told once'],
    ['tessera git merge-bitmaps %O %A %B %P', 'what git calls then: the result is in the second file'],
  ],
  async run(context, input) {
    const [action = '', ...files] = input.arguments
    if (action === 'set-merge-driver') return setDriver(context)
    if (action === 'merge-bitmaps') return mergeFiles(context, input, files)
    const near = suggestion(action, ['set-merge-driver', 'merge-bitmaps'])
    throw new TesseraError('USAGE', `git has no action "${action}"${near}`, {
      hint: 'set-merge-driver or merge-bitmaps',
    })
  },
}

/** Settings of git are of one clone and name the program; the attribute is committed. */
async function setDriver({ cwd }: Context): Promise<Outcome> {
  const root = findWorkspaceRoot(cwd)
  if (root === undefined) {
    throw new TesseraError('NO_WORKSPACE', `no workspace.jsonc in ${cwd} or above it`, { hint: 'go to a workspace' })
  }
  const top = (await git(root, 'rev-parse', '--show-toplevel')).trim()
  const driver = `${program(top)} git merge-bitmaps %O %A %B %P`
  await git(root, 'config', `merge.${DRIVER}.name`, 'merge of .bitmap by components')
  await git(root, 'config', `merge.${DRIVER}.driver`, driver)
  const written = addAttribute(root)
  return {
    data: { driver, attributes: written },
    text: `git merges .bitmap by components${written ? ': commit .gitattributes' : ''}`,
    ...(written ? { next: 'git add .gitattributes' } : {}),
  }
}

async function git(root: string, ...words: readonly string[]): Promise<string> {
  return promisify(execFile)('git', ['-C', root, ...words]).then(
    ({ stdout }) => stdout,
    (cause: unknown) => {
      throw new TesseraError('GIT_FAILED', `git ${words.join(' ')} failed in ${root}`, {
        cause,
        hint: 'a merge driver needs git, and a repository: git init',
      })
    },
  )
}

/** Git runs it at the top of the work tree: what is installed in there is named from there, to survive a move. */
function program(top: string): string {
  const binary = process.argv[1] ?? 'tessera'
  const inside = relative(top, binary)
  return `node "${(inside.startsWith('..') || isAbsolute(inside) ? binary : inside).replaceAll('\\', '/')}"`
}

/** Whether the file was changed. */
function addAttribute(root: string): boolean {
  const file = join(root, '.gitattributes')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (text.split(/\r?\n/).includes(ATTRIBUTE)) return false
  writeAtomic(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${ATTRIBUTE}\n`)
  return true
}

async function mergeFiles({ cwd }: Context, input: Input, files: readonly string[]): Promise<Outcome> {
  const [base, ours, theirs, path = '.bitmap'] = files
  if (base === undefined || ours === undefined || theirs === undefined || files.length > 4) {
    throw new TesseraError('USAGE', 'merge-bitmaps takes three files, and the path of the result', {
      hint: 'tessera git merge-bitmaps %O %A %B %P',
    })
  }
  const [first, second, third] = [base, ours, theirs].map((file) => readFileSync(resolve(cwd, file), 'utf8'))
  const { text, conflicts } = await mergeBitmaps({
    ...{ base: first ?? '', ours: second ?? '', theirs: third ?? '' },
    strategy: strategyOf(input),
    scope: await scopeAt(resolve(cwd, dirname(path))),
  })
  writeAtomic(resolve(cwd, ours), text)
  if (conflicts.length > 0) throw bitmapConflict(conflicts)
  return { data: { conflicts } }
}

function strategyOf(input: Input): 'ours' | 'theirs' | undefined {
  const [ours, theirs] = [flag(input, 'ours'), flag(input, 'theirs')]
  if (ours && theirs) throw new TesseraError('USAGE', 'both --ours and --theirs', { hint: 'give one' })
  return ours ? 'ours' : theirs ? 'theirs' : undefined
}

/** The local scope of the workspace that the file is of; a fresh clone has none. */
async function scopeAt(root: string): Promise<Scope | undefined> {
  const path = localScopePath(root)
  return isScope(path) ? openScope(path) : undefined
}
