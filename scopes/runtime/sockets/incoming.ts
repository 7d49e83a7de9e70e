import { createGate, startDeadline } from '@tessera/runtime.core'
import { answer, type Answerer, type ReceivedItem } from './answer.ts'
import { type ItemFrame, MalformedFrame } from './frames.ts'
import type { Session } from './session.ts'
import type { EncodedFrame } from './transport.ts'

/** The items that the other side sends, on their way through their handlers. */
export interface Incoming {
  /** An item has come, in a frame of so many bytes. */
  take(frame: ItemFrame, bytes: number): void
  /** Who asked does not want the reply any more. */
  cancel(id: number): void
  /** The other side has fetched replies: there may be room for more. */
  proceed(): void
  /** The session is over: requests are ended, as nobody is there to hear the reply; messages are handled to their end. */
  abandon(reason: Error): void
  /** Ends what is being handled, and says so. */
  abort(reason: Error): void
  /** Resolves when nothing is being handled. */
  idle(): Promise<void>
  readonly busy: boolean
}

interface Work extends ReceivedItem {
  readonly leave: () => void
  /** Nobody wants its reply. */
  cancelled: boolean
  /** It belongs to a session that is over. */
  abandoned: boolean
}

export function createIncoming(answerer: Answerer, session: Session): Incoming {
  const { maxConcurrent = 256, maxWaitingBytes = 1024 * 1024 } = answerer.options
  const gate = createGate()
  const requests = new Map<number, Work>()
  const works = new Set<Work>()
  const queue: Work[] = []
  let running = 0

  /** Replies that the other side does not fetch hold back what would make more of them. */
  function proceed(): void {
    while (running < maxConcurrent && session.unsettledBytes < maxWaitingBytes) {
      const next = queue.shift()
      if (next === undefined) return
      begin(next)
    }
  }

  function begin(work: Work): void {
    running++
    const outcome = answer(answerer, work)
    if (!(outcome instanceof Promise)) return finish(work, outcome)
    void outcome.then((frame) => {
      finish(work, frame)
      proceed()
    })
  }

  function finish(work: Work, frame: EncodedFrame | undefined): void {
    running--
    end(work)
    if (frame && !work.cancelled && !work.abandoned) session.post(frame)
    if (!work.abandoned) session.handled(work.bytes)
  }

  function end(work: Work): void {
    work.deadline.stop()
    works.delete(work)
    if (work.frame.type === 'request' && requests.get(work.frame.id) === work) requests.delete(work.frame.id)
    work.leave()
  }

  return {
    take(frame, bytes) {
      const id = frame.type === 'request' ? frame.id : undefined
      if (id !== undefined && requests.has(id)) throw new MalformedFrame(`request ${id} is open already`)
      const deadline = startDeadline(allowedMs(answerer, frame))
      const work = { frame, bytes, deadline, leave: gate.enter(), cancelled: false, abandoned: false }
      if (id !== undefined) requests.set(id, work)
      works.add(work)
      queue.push(work)
      proceed()
    },
    cancel(id) {
      const work = requests.get(id)
      if (work === undefined) return
      work.cancelled = true
      work.deadline.abort(new DOMException('the caller cancelled', 'AbortError'))
    },
    proceed,
    abandon(reason) {
      for (const work of works) {
        work.abandoned = true
        if (work.frame.type === 'request') work.deadline.abort(reason)
      }
      requests.clear()
      proceed()
    },
    abort(reason) {
      for (const { deadline } of works) deadline.abort(reason)
    },
    idle: () => gate.close(),
    get busy() {
      return gate.inFlight > 0
    },
  }
}

function allowedMs({ items }: Answerer, frame: ItemFrame): number {
  const asked = frame.type === 'request' ? frame.deadlineMs : undefined
  return Math.min(asked ?? Infinity, items.get(frame.item)?.deadlineMs ?? Infinity)
}
