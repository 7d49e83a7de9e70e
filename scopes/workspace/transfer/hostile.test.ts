import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { constants, deflateRawSync } from 'node:zlib'
import {
  componentHash,
  encodeComponent,
  encodeObject,
  encodeVersion,
  MAX_FILES,
  sourceHash,
  versionHash,
  type VersionObject,
} from '@tessera/scope.objects'
import { objectFile, openScope } from '@tessera/scope.store'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { makeRig, type Rig, type TestWorkspace } from './rig.ts'

const ID = { scope: 'acme.hostile', name: 'trap' }
const GOOD = Buffer.from('export {}\n')
let rig: Rig
let user: TestWorkspace
let root = ''

beforeEach(async () => {
  rig = await makeRig()
  onTestFinished(rig.dispose)
  const url = await rig.bareScope(ID.scope)
  root = join(rig.dir, 'scopes', ID.scope)
  user = await rig.workspace('user')
  await user.addRemotes(url)
})

function put(hash: string, data: Uint8Array): void {
  mkdirSync(dirname(objectFile(root, hash)), { recursive: true })
  writeFileSync(objectFile(root, hash), data)
}

interface Trap {
  readonly paths?: readonly string[]
  /** In place of a good source. */
  readonly source?: string
  readonly parents?: (own: string) => readonly string[]
  readonly name?: string
}

/** A component as no tool would write it, put into the bare scope byte by byte. */
function set({ paths = ['index.ts'], source = sourceHash(GOOD), parents, name = ID.name }: Trap): void {
  put(sourceHash(GOOD), encodeObject({ type: 'Source', hash: sourceHash(GOOD), body: GOOD }))
  const version: VersionObject = {
    files: paths.map((path) => ({
      file: source,
      relativePath: path,
      name: path.split('/').at(-1) ?? path,
      test: false,
    })),
    mainFile: paths[0] ?? '',
    log: { message: '', date: '1' },
    ...{ dependencies: [], devDependencies: [], flattenedDependencies: [], extensions: [], parents: [] },
    ...{ packageDependencies: {}, devPackageDependencies: {}, peerPackageDependencies: {} },
  }
  const hash = versionHash(version)
  put(hash, encodeObject(encodeVersion({ ...version, parents: parents?.(hash) ?? [] }, hash)))
  const component = { ...ID, name, versions: { '1.0.0': hash }, head: hash, schema: '1.0.0' }
  put(componentHash(component), encodeObject(encodeComponent(component)))
}

/** Everything below the folder of the test but the scopes' own files. */
const everything = async (): Promise<readonly string[]> => [
  ...(await user.files()),
  ...['escape.ts', 'user.ts', 'outside/index.ts'].filter((path) => existsSync(join(rig.dir, path))),
]

/** What an import of all components says, and whether it left everything as it was. */
async function refusal(): Promise<unknown> {
  const [files, bitmap] = [await everything(), await user.read('.bitmap')]
  const error = await user.import([`${ID.scope}/**`]).catch((thrown: unknown) => thrown)
  const isUntouched = (await everything()).join() === files.join() && (await user.read('.bitmap')) === bitmap
  return { error, isUntouched }
}

function refusedWith(code: string, named: string): unknown {
  const error = expect.objectContaining({ code, message: expect.stringContaining(named) })
  return { error, isUntouched: true }
}

it.each([
  '../escape.ts',
  'src/../../../escape.ts',
  '/tmp/escape.ts',
  'C:/escape.ts',
  'c:escape.ts',
  '\\\\server\\share\\escape.ts',
  '..\\escape.ts',
  'nul\0byte.ts',
  'con',
  'src/NUL.txt',
  'com1 .ts',
  'CONIN$',
  'trailing. ',
  '.git/hooks/post-checkout',
  '.GIT/config',
  'git~1/config',
  '.g\u200cit/config',
  'node_modules/left-pad/index.js',
  'package.json',
])('the file name %j', async (path) => {
  set({ paths: ['index.ts', path] })
  expect(await refusal()).toEqual(
    refusedWith('UNSAFE_PATH', `acme.hostile/trap@1.0.0 names the file ${JSON.stringify(path)}`),
  )
})

it.each([
  ['index.ts', 'INDEX.ts'],
  ['src/caf\u00e9.ts', 'src/cafe\u0301.ts'],
  ['src', 'src/index.ts'],
])('names that clash: %j and %j', async (one, other) => {
  set({ paths: [one, other] })
  expect(await refusal()).toEqual(refusedWith('UNSAFE_PATH', 'acme.hostile/trap@1.0.0 names the file'))
})

it.each(['../../escape', '..', 'a/../../escape', 'A:/b', 'x\0y'])('the component name %j', async (name) => {
  set({ name })
  expect(await refusal()).toEqual(refusedWith('INVALID_ID', JSON.stringify(`acme.hostile/${name}`)))
})

it('a link on the way, and a link in the place of a file', async () => {
  set({ paths: ['src/index.ts'] })
  mkdirSync(join(rig.dir, 'outside'))
  const folder = join(user.root, 'components', 'trap')
  mkdirSync(folder, { recursive: true })
  symlinkSync(join(rig.dir, 'outside'), join(folder, 'src'), 'junction')
  expect(await refusal()).toEqual(refusedWith('UNSAFE_PATH', 'goes through the link'))
})

it('a link in the place of a file is replaced where that was asked for, never followed', async () => {
  set({})
  const folder = join(user.root, 'components', 'trap')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(rig.dir, 'victim.ts'), 'precious')
  symlinkSync(join(rig.dir, 'victim.ts'), join(folder, 'index.ts'))
  expect(await refusal()).toEqual(refusedWith('FOLDER_NOT_EMPTY', 'index.ts'))
  await user.import([`${ID.scope}/trap`], { override: true })
  expect(readFileSync(join(rig.dir, 'victim.ts'), 'utf8')).toBe('precious')
  expect(readFileSync(join(folder, 'index.ts'), 'utf8')).toBe(String(GOOD))
})

it('a small file that inflates to a gigabyte', async () => {
  const hash = 'b'.repeat(40)
  set({ source: hash })
  // Blocks that refer to nothing before them can be repeated as they are.
  const block = (data: Uint8Array): Buffer => deflateRawSync(data, { finishFlush: constants.Z_FULL_FLUSH })
  const zeros = block(Buffer.alloc(1024 * 1024))
  const header = Buffer.concat([Buffer.from('789c', 'hex'), block(Buffer.from(`Source ${hash} 1\0`))])
  put(hash, Buffer.concat([header, ...Array.from({ length: 1024 }, () => zeros)]))
  expect(await refusal()).toEqual(
    refusedWith('CORRUPT_OBJECT', `index.ts of acme.hostile/trap: object ${hash} is corrupt: it inflates to more than`),
  )
})

it('a file of a gigabyte, which is not read', async () => {
  const hash = 'e'.repeat(40)
  set({ source: hash })
  put(hash, Buffer.from('789c', 'hex'))
  truncateSync(objectFile(root, hash), 1024 ** 3)
  const { external } = process.memoryUsage()
  expect(await refusal()).toEqual(
    refusedWith(
      'CORRUPT_OBJECT',
      `index.ts of acme.hostile/trap: object ${hash} is corrupt: its file has 1073741824 bytes`,
    ),
  )
  expect(process.memoryUsage().external - external).toBeLessThan(256 * 1024 ** 2)
})

it('a source whose bytes are not those of its hash', async () => {
  const hash = 'c'.repeat(40)
  set({ source: hash })
  put(hash, encodeObject({ type: 'Source', hash, body: Buffer.from('something else') }))
  expect(await refusal()).toEqual(
    refusedWith(
      'CORRUPT_OBJECT',
      `index.ts of acme.hostile/trap: object ${hash} is corrupt: its content is that of Source`,
    ),
  )
})

it('a version that names itself as the one before it', async () => {
  set({ parents: (own) => [own] })
  expect(await refusal()).toEqual(refusedWith('INVALID_OBJECT', 'acme.hostile/trap names itself'))
})

it('versions that come after each other in a circle', async () => {
  const other = 'd'.repeat(40)
  let hash = ''
  set({
    parents: (own) => {
      hash = own
      return [other]
    },
  })
  const version = await (await openScope(root)).readVersion(hash)
  put(other, encodeObject(encodeVersion({ ...version, parents: [hash] }, other)))
  expect(await refusal()).toEqual(refusedWith('INVALID_OBJECT', 'acme.hostile/trap comes after itself'))
})

it('a hundred thousand files', async () => {
  set({ paths: ['index.ts', ...Array.from({ length: 100_000 }, (_, index) => `${index}.ts`)] })
  expect(await refusal()).toEqual(
    refusedWith('VERSION_TOO_LARGE', `100001 files, more than the ${MAX_FILES} that a version may have`),
  )
})

it('a journal left in a scope or a workspace, which leads elsewhere', async () => {
  set({})
  const journal = (folder: string, to: string): void => {
    mkdirSync(folder, { recursive: true })
    const name = '.tessera-999999.1-00000000-000000000000-1'
    writeFileSync(join(folder, `${name}.tmp`), 'evil')
    writeFileSync(join(folder, `${name}.commit`), JSON.stringify({ steps: [{ from: `${name}.tmp`, to }] }))
  }
  journal(join(root, 'tmp'), '../../escape.ts')
  journal(join(user.root, '.tessera', 'commits'), '.git/hooks/post-checkout')
  await user.import([`${ID.scope}/trap`])
  expect([existsSync(join(rig.dir, 'escape.ts')), existsSync(join(user.root, '.git'))]).toEqual([false, false])
})
