import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeRecord } from './record.ts'
import { type Damage, fileOf, listSegments, readSegment, syncFolder, writeAt } from './segment-files.ts'

export interface SegmentLogOptions {
  /** After so many bytes a new segment begins; 16 MiB where nothing is said. */
  readonly segmentBytes?: number | undefined
  /** What each new segment begins with, so that it can be read without those before it. */
  readonly header: () => readonly Buffer[]
  /** Told what could not be read: it was cut off. */
  readonly onDamage: (damage: Damage) => void
  /** Told that the disk does not take any more, and with nothing when it does again. */
  readonly onBlocked: (error: unknown) => void
  /** Writes bytes of a file at a position; for tests of disks that fail. */
  readonly write?: typeof writeAt
}

/** A log in files of its own that only grows at its end and is deleted from its beginning. One process at a time. */
export interface SegmentLog {
  /** Numbers of the segments there are, oldest first; the last is being written. */
  readonly segments: readonly number[]
  readonly bytes: number
  /** The number of the segment it goes into. Safe when `flushed` resolves. */
  append(payload: Buffer): number
  flushed(): Promise<void>
  /** Deletes the oldest segment. */
  dropOldest(): Promise<void>
  close(): Promise<void>
}

const RETRY_MS = 500

/** Opens the log in a folder; calls `replay` with what it holds, segment by segment. */
export async function openSegmentLog(
  folder: string,
  options: SegmentLogOptions,
  replay: (payload: Buffer, segment: number) => void,
): Promise<SegmentLog> {
  await mkdir(folder, { recursive: true })
  const sizes = new Map<number, number>()
  for (const segment of await listSegments(folder)) {
    sizes.set(segment, await readSegment(fileOf(folder, segment), { segment, replay, onDamage: options.onDamage }))
  }
  return new Writer(folder, options, sizes)
}

/** Bytes for one segment that go to disk together. */
interface Chunk {
  readonly segment: number
  readonly records: Buffer[]
}

interface Flush {
  readonly done: Promise<void>
  readonly resolve: () => void
}

interface OpenFile {
  readonly segment: number
  readonly handle: FileHandle
  position: number
}

class Writer implements SegmentLog {
  readonly #folder: string
  readonly #options: SegmentLogOptions
  /** Bytes of each segment, oldest first. */
  readonly #sizes: Map<number, number>
  readonly #segmentBytes: number
  #active: number
  #bytes: number
  #chunks: Chunk[] = []
  /** Resolves when what is in `#chunks` is safe. */
  #next: Flush | undefined
  #running: Flush | undefined
  #file: OpenFile | undefined

  constructor(folder: string, options: SegmentLogOptions, sizes: Map<number, number>) {
    this.#folder = folder
    this.#options = options
    this.#sizes = sizes
    this.#segmentBytes = options.segmentBytes ?? 16 * 1024 * 1024
    // A process begins a segment of its own: what one that was killed left behind is never written to.
    this.#active = Math.max(0, ...sizes.keys())
    this.#bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0)
    this.#begin()
  }

  get segments(): readonly number[] {
    return [...this.#sizes.keys()]
  }

  get bytes(): number {
    return this.#bytes
  }

  append(payload: Buffer): number {
    if ((this.#sizes.get(this.#active) ?? 0) >= this.#segmentBytes) this.#begin()
    this.#add(payload)
    return this.#active
  }

  flushed(): Promise<void> {
    return (this.#next ?? this.#running)?.done ?? Promise.resolve()
  }

  async dropOldest(): Promise<void> {
    const [oldest] = this.#sizes.keys()
    if (oldest === undefined || oldest === this.#active) return
    this.#bytes -= this.#sizes.get(oldest) ?? 0
    this.#sizes.delete(oldest)
    // On a disk that is full it may never have been written.
    await unlink(fileOf(this.#folder, oldest)).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'ENOENT') throw error
    })
  }

  async close(): Promise<void> {
    while (this.#next || this.#running) await this.flushed()
    await this.#file?.handle.close()
    this.#file = undefined
  }

  #begin(): void {
    this.#active++
    this.#sizes.set(this.#active, 0)
    for (const payload of this.#options.header()) this.#add(payload)
  }

  #add(payload: Buffer): void {
    const record = encodeRecord(payload)
    this.#sizes.set(this.#active, (this.#sizes.get(this.#active) ?? 0) + record.length)
    this.#bytes += record.length
    const last = this.#chunks.at(-1)
    if (last?.segment === this.#active) last.records.push(record)
    else this.#chunks.push({ segment: this.#active, records: [record] })
    if (this.#next) return
    this.#next = createFlush()
    // All that is appended in this turn goes together, and all that comes while the disk is at work.
    if (!this.#running) setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    while (this.#next) {
      const chunks = this.#chunks
      this.#running = this.#next
      this.#chunks = []
      this.#next = undefined
      for (const { segment, records } of chunks) await this.#write(segment, Buffer.concat(records))
      this.#running.resolve()
      this.#running = undefined
    }
  }

  /** Until it is safe, however often that takes: what was taken in is not given up. */
  async #write(segment: number, bytes: Buffer): Promise<void> {
    let blocked = false
    for (;;) {
      try {
        const file = await this.#open(segment)
        await (this.#options.write ?? writeAt)(file.handle, bytes, file.position)
        await file.handle.datasync()
        file.position += bytes.length
        if (blocked) this.#options.onBlocked(undefined)
        return
      } catch (error) {
        blocked = true
        this.#options.onBlocked(error)
        await sleep(RETRY_MS)
      }
    }
  }

  async #open(segment: number): Promise<OpenFile> {
    if (this.#file?.segment === segment) return this.#file
    const handle = await open(fileOf(this.#folder, segment), 'w')
    await this.#file?.handle.close()
    await syncFolder(this.#folder)
    return (this.#file = { segment, handle, position: 0 })
  }
}

function createFlush(): Flush {
  let resolve: () => void = () => {}
  const done = new Promise<void>((settle) => (resolve = settle))
  return { done, resolve }
}
