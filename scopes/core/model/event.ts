import type { Diagnostic } from './diagnostic.ts'

/**
 * What a node of the graph is doing. `unchanged`: it was looked at again and its interface is what it was, the ripple
 * stops there. `cached`: taken from the cache. `blocked`: a dependency failed, so it was not tried.
 */
export type NodeStatus = 'queued' | 'running' | 'built' | 'cached' | 'unchanged' | 'blocked' | 'failed'

export type Phase = 'generate' | 'check' | 'test'

/** Everything a command has to say while it works. The terminal, `--json`, the watch view and tests consume it. */
export type Event =
  /** A wave begins: what set it off, and the nodes it may touch in build order. */
  | { readonly type: 'wave-start'; readonly changed: readonly string[]; readonly nodes: readonly string[] }
  | {
      readonly type: 'node'
      /** `scope/name` of a component, or the package name of a consumer. */
      readonly node: string
      readonly status: NodeStatus
      readonly phase: Phase
      /** Wall milliseconds of this node's own part where it can be told apart, else of its batch. */
      readonly ms?: number
      readonly tests?: { readonly passed: number; readonly failed: number }
      /** `blocked`: the failed node it waits for. */
      readonly by?: string
      /** Why it was looked at, in words: `own sources`, `acme.shared/money/types changed`. */
      readonly reason?: string
    }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | {
      readonly type: 'wave-end'
      readonly ok: boolean
      readonly ms: number
      readonly counts: Readonly<Record<'built' | 'cached' | 'unchanged' | 'blocked' | 'failed' | 'untouched', number>>
    }
  /** Something that may take over a second: `exporting`, 3 of 10. */
  | { readonly type: 'progress'; readonly task: string; readonly done: number; readonly total?: number }
  /** A mock that is served sent a message, or was sent one; what others sent is not shown. */
  | {
      readonly type: 'message'
      readonly direction: 'sent' | 'received'
      /** Of its channel, item or event. */
      readonly name: string
      /** Of its payload in the contract. */
      readonly slot: string
      readonly id?: string
      /** Of its payload as JSON. */
      readonly bytes: number
      /** Of what was sent. */
      readonly payload?: unknown
      /** The mock was told to fail on it. */
      readonly fails?: true
    }
  /** One component done by tag, export, import, checkout. */
  | {
      readonly type: 'component'
      readonly action:
        | 'tagged'
        | 'auto-tagged'
        | 'snapped'
        | 'auto-snapped'
        | 'exported'
        | 'published'
        | 'imported'
        | 'vendored'
        | 'checked-out'
        | 'linked'
      readonly id: string
      readonly detail?: string
    }

/** Where events go. Commands are given one; only `ui` prints. */
export type Emit = (event: Event) => void
