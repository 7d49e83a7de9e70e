export declare function killAll(options: {
  kills: number
  /** Name of one scenario; all of them without it. */
  only?: string
  /** Runs on a disk that becomes full. */
  fails?: number
  seed: number
}): Promise<
  readonly {
    readonly command: string
    readonly runs: number
    readonly killed: number
    readonly before: number
    readonly after: number
    readonly between: number
    readonly failures: readonly string[]
  }[]
>
