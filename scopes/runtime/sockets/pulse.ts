/** Watches over one connection: sends signs of life, and notices when none come. */
export interface Pulse {
  /** The other side is alive. */
  heard(): void
  stop(): void
}

export interface PulseOptions {
  /** Milliseconds between two calls of `beat`. */
  readonly beatMs: number
  readonly beat: () => void
  /** Milliseconds without a sign of life after which `silent` is called, once. */
  readonly silenceMs: number
  readonly silent: () => void
}

/** Longer than a timer can run: what the other side names may be any number. */
const LONGEST_TIMER = 2 ** 31 - 1

export function startPulse(options: PulseOptions): Pulse {
  const { beat, silent } = options
  const beatMs = Math.min(options.beatMs, LONGEST_TIMER)
  const silenceMs = Math.min(options.silenceMs, LONGEST_TIMER)
  let heardAt = performance.now()
  const beats = setInterval(beat, beatMs)
  let watch = setTimeout(look, silenceMs)

  /** A timer for each chunk would cost more than reading it; this one runs to its end and looks again. */
  function look(): void {
    const left = heardAt + silenceMs - performance.now()
    watch = left > 0 ? setTimeout(look, left) : setTimeout(decide, 0)
  }
  /** Where this process itself was held up, what came meanwhile is read before this. */
  function decide(): void {
    if (performance.now() - heardAt < silenceMs) look()
    else silent()
  }

  return {
    heard: () => void (heardAt = performance.now()),
    stop() {
      clearInterval(beats)
      clearTimeout(watch)
    },
  }
}
