import type { ComponentId, Diagnostic } from '@tessera/core.model'

/** An entry of `.bitmap`: a folder that is a component. */
export interface BitmapEntry {
  /** Full name. */
  readonly name: string
  /** Empty until the component was exported or imported. */
  readonly scope: string
  /** Empty while the component is new; a tag, or the 40 hex digits of a snap. */
  readonly version: string
  /** Where the component will live; absent once `scope` is set. */
  readonly defaultScope?: string
  readonly mainFile: string
  /** Relative to the workspace, forward slashes. */
  readonly rootDir: string
  /** Keys of Bit that Tessera keeps as it found them: `config`, `nextVersion`, `localOnly`… */
  readonly rest?: Readonly<Record<string, unknown>>
}

export interface Bitmap {
  readonly entries: readonly BitmapEntry[]
  /** The version of an old `bit` whose form the file has: it is read and not written. */
  readonly writtenBy?: string
  /** Top-level keys other than components, kept as found: `_bit_lane`. `$schema-version` is written, not kept. */
  readonly rest?: Readonly<Record<string, unknown>>
}

/** Tessera's own committed settings: the key `tessera` of the root package.json, where Bit does not look. */
export interface Settings {
  /** Scope name to URL: `file:///srv/scopes/acme.orders`, or relative to the workspace: `file:../scopes/acme.orders`. */
  readonly remotes: Readonly<Record<string, string>>
  /** Folders whose sub-folders are consumers. Default `["consumers/*"]`. */
  readonly consumers: readonly string[]
  /** A command line to run after each export that sent something; see docs/ripple.md. Empty: none. */
  readonly afterExport: string
}

export interface Workspace {
  /** Absolute. */
  readonly root: string
  readonly name: string
  readonly defaultScope: string
  /** Bit's template: `components/{name}`. */
  readonly defaultDirectory: string
  /** Package name to range, from Bit's dependency-resolver policy. */
  readonly policy: {
    readonly dependencies: Readonly<Record<string, string>>
    readonly peerDependencies: Readonly<Record<string, string>>
  }
  readonly settings: Settings
  readonly bitmap: Bitmap
}

export interface SourceFile {
  /** Relative to the node's folder, forward slashes. */
  readonly path: string
  /** Bit's Source hash: sha1 of the bytes with LF line ends (binary: as they are). */
  readonly hash: string
  /** A test or other development file: what only it imports is a dev dependency. */
  readonly dev: boolean
}

/** A component whose package another imports. */
export interface ComponentDependency {
  readonly id: ComponentId
  readonly packageName: string
}

export interface NodeDependencies {
  /** Components imported by runtime files; `id.version` from `.bitmap`, or from the vendored package. */
  readonly components: readonly ComponentDependency[]
  /** Components imported by development files only. */
  readonly devComponents: readonly ComponentDependency[]
  /** npm packages to ranges; `@tessera/*`, and consumers that a consumer imports, with `*`. */
  readonly packages: Readonly<Record<string, string>>
  readonly devPackages: Readonly<Record<string, string>>
  readonly peerPackages: Readonly<Record<string, string>>
}

/** `derived.json` of a generated component: the recorded edge contract -> part. */
export interface Derived {
  /** `acme.orders/orders-api/contract`, without a version. */
  readonly contract: string
  readonly part: string
  /** Generated file to sha256 of its LF-normalised bytes. */
  readonly files: Readonly<Record<string, string>>
}

interface NodeBase {
  /** Key in graphs and events: `scope/name` of a component, the package name of a consumer. */
  readonly key: string
  readonly packageName: string
  /** Relative to the workspace, forward slashes. */
  readonly rootDir: string
  /** Sorted by path; build output, ignored files and manifests are not among them. */
  readonly files: readonly SourceFile[]
  readonly dependencies: NodeDependencies
  /** What is wrong with its files or imports. Errors block a tag, and the build of this node. */
  readonly issues: readonly Diagnostic[]
}

export interface ComponentNode extends NodeBase {
  readonly kind: 'component'
  /** With the version of `.bitmap`; none while new. */
  readonly id: ComponentId
  /** The scope of `.bitmap` is set: it was exported or imported. */
  readonly exported: boolean
  readonly mainFile: string
  /** It holds a `contract.ts` (`source`), JSON Schema files (`schemas`), or only a `contract.json` (`document`). */
  readonly contract?: 'source' | 'schemas' | 'document'
  readonly derived?: Derived
  /** What `.bitmap` says of Bit's own aspects: its next version is to record it. By the name of the aspect. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface ConsumerNode extends NodeBase {
  readonly kind: 'consumer'
}

export type WorkspaceNode = ComponentNode | ConsumerNode
