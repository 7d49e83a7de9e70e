import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from '@tessera/core.disk'
import { writeEnsured } from './disk.ts'

/** Where the engine keeps what it can make again: `<workspace>/.tessera`. Deleting it costs time, nothing else. */
export function tesseraDir(root: string): string {
  const dir = join(root, '.tessera')
  // Ignored by git without a line in the workspace's own .gitignore.
  if (!existsSync(join(dir, '.gitignore'))) writeEnsured(join(dir, '.gitignore'), '*\n')
  return dir
}

let counter = 0

/** A fresh folder for one compiler run, on the same file system as the workspace. */
export function temporaryDir(root: string): string {
  counter += 1
  const dir = join(tesseraDir(root), 'tmp', `${process.pid}-${counter}`)
  mkdirSync(dir, { recursive: true })
  return dir
}

/** Removes what builds left behind that were killed. */
export function sweepTemporaryDirs(root: string): void {
  const parent = join(tesseraDir(root), 'tmp')
  if (!existsSync(parent)) return
  for (const name of readdirSync(parent)) {
    const pid = Number(name.split('-')[0])
    if (!Number.isInteger(pid) || !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}
