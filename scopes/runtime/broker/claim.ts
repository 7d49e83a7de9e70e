import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { connect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Who holds a folder is said by numbered files, `claim-<n>`, each with the name of the socket its holder listens on. The
 * highest counts. It can only be made once, so of several that want to follow one that is gone exactly one succeeds; and
 * whether it is gone is what its socket says: the system closes that with its process, however the process ends.
 */

/** A folder that this process holds until it ends. */
export interface Claim {
  /** Lets another have it without finding out first that this one is gone. */
  release(): Promise<void>
}

const CLAIM = /^claim-(\d+)$/

/** Claims the folder for a server that listens at `path`; `undefined` where another holds it. */
export async function claimFolder(folder: string, path: string): Promise<Claim | undefined> {
  await mkdir(folder, { recursive: true })
  for (;;) {
    const highest = await highestClaim(folder)
    if (highest && (await isAlive(highest.path))) return undefined
    const number = (highest?.number ?? 0) + 1
    if (!(await create(folder, number, path))) continue
    await forgetOlder(folder, number)
    return { release: () => writeFile(fileOf(folder, number), '') }
  }
}

/** A connection to whoever holds the folder; `undefined` where nobody does. */
export async function connectToHolder(folder: string): Promise<Socket | undefined> {
  const highest = await highestClaim(folder)
  const outcome = highest && (await tryConnect(highest.path))
  return typeof outcome === 'string' ? undefined : outcome
}

/** Where a server may listen: in the folder, unless its path is longer than the name of a socket may be. */
export function socketPath(folder: string): string {
  const name = `broker-${randomUUID().slice(0, 8)}.sock`
  if (process.platform === 'win32') return `\\\\.\\pipe\\tessera-${name}`
  const path = join(folder, name)
  return Buffer.byteLength(path) <= LONGEST_SOCKET_NAME ? path : join(tmpdir(), `tessera-${name}`)
}

/** Of all systems; Linux takes 107. */
const LONGEST_SOCKET_NAME = 103

export function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

function fileOf(folder: string, number: number): string {
  return join(folder, `claim-${number}`)
}

async function highestClaim(folder: string): Promise<{ readonly number: number; readonly path: string } | undefined> {
  const names = await readdir(folder).catch(() => [])
  const number = Math.max(0, ...names.flatMap((name) => CLAIM.exec(name)?.[1] ?? []).map(Number))
  if (number === 0) return undefined
  const path = await readFile(fileOf(folder, number), 'utf8').catch(() => undefined)
  // It was followed by a higher one a moment ago.
  return path === undefined ? highestClaim(folder) : { number, path }
}

/** With its content from the first moment on; whether it was this process that made it. */
async function create(folder: string, number: number, path: string): Promise<boolean> {
  const draft = join(folder, `draft-${randomUUID()}`)
  await writeFile(draft, path)
  try {
    await link(draft, fileOf(folder, number))
    return (await highestClaim(folder))?.number === number
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function forgetOlder(folder: string, number: number): Promise<void> {
  const older = (await readdir(folder)).filter((name) => Number(CLAIM.exec(name)?.[1] ?? Infinity) < number)
  await Promise.all(
    older.map(async (name) => {
      const path = await readFile(join(folder, name), 'utf8').catch(() => '')
      if (path !== '' && process.platform !== 'win32') await unlink(path).catch(() => {})
      await rm(join(folder, name), { force: true })
    }),
  )
}

/** The system refuses on behalf of a process that is gone; any other failure is that of one that is busy. */
async function isAlive(path: string): Promise<boolean> {
  const outcome = await tryConnect(path)
  if (typeof outcome === 'string') return !GONE.has(outcome)
  outcome.destroy()
  return true
}

const GONE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'])

/** The code of the error where it fails. */
function tryConnect(path: string): Promise<Socket | string> {
  if (path === '') return Promise.resolve('ENOENT')
  return new Promise((resolve) => {
    const socket = connect(path)
    const fail = (error: NodeJS.ErrnoException): void => resolve(error.code ?? 'EIO')
    socket.once('error', fail)
    socket.once('connect', () => {
      socket.off('error', fail)
      resolve(socket)
    })
  })
}
