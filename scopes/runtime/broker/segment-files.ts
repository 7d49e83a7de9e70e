import { type FileHandle, open, readdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecords } from './record.ts'

/** What of a segment could not be read. */
export interface Damage {
  readonly segment: number
  readonly goodBytes: number
  readonly droppedBytes: number
}

const SEGMENT = /^(\d{10})\.log$/

/** Numbers of the segments in a folder, oldest first. */
export async function listSegments(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder)
  return names
    .flatMap((name) => SEGMENT.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
}

interface Reading {
  readonly segment: number
  readonly onDamage: (damage: Damage) => void
  readonly replay: (payload: Buffer, segment: number) => void
}

/** Reads one segment, cuts off what is damaged, says how many bytes are good. */
export async function readSegment(file: string, { segment, onDamage, replay }: Reading): Promise<number> {
  const content = await readFile(file)
  const goodBytes = readRecords(content, (payload) => replay(payload, segment))
  if (goodBytes < content.length) {
    await truncate(file, goodBytes)
    onDamage({ segment, goodBytes, droppedBytes: content.length - goodBytes })
  }
  return goodBytes
}

export function fileOf(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(10, '0')}.log`)
}

/** Writes all of `bytes`; what was half written before is written over. */
export async function writeAt(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

/** Without it, a file that was just made may be gone after a loss of power. Some systems cannot, and need not. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
