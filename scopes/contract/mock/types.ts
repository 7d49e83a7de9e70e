/** A JSON Schema: 2020-12, 2019-09, or draft-7, -6, -4 as its `$schema` says; 2020-12 where it says nothing. */
export type JsonSchema = boolean | JsonSchemaObject
export interface JsonSchemaObject {
  readonly [keyword: string]: unknown
}

/** Every part optional, at every depth; arrays are replaced as a whole. */
export type DeepPartial<T> = T extends readonly unknown[] | Date | Uint8Array
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T

export interface MockOptions<T = unknown> {
  /** Same seed, same value, on every machine; 1 if absent. */
  readonly seed?: number
  /** Laid over the value; objects are merged, anything else is replaced. */
  readonly override?: DeepPartial<T>
  /** How many optional properties are there; `some` if absent. */
  readonly optionals?: 'all' | 'some' | 'none'
  /** Schemas that `#/$defs/<name>` refers to, besides the schema's own. */
  readonly defs?: Readonly<Record<string, JsonSchema>>
  /** What `date-time` values lie before, as ISO 8601; a fixed day if absent. */
  readonly now?: string
  /** `typical` looks real; `edge` is one of `edgeCases`, by the seed. `typical` if absent. */
  readonly mode?: 'typical' | 'edge'
  /** Names, places and words of a locale of faker, such as `de` or `pt_BR`; `en` if absent. Needs Node. */
  readonly locale?: string
  /**
   * `write`: what a writer may send, of open enums the members only. `read`: what a reader may be handed, defaults
   * filled and now and then an unknown member of an open enum (`x-extensible-enum`).
   */
  readonly side?: 'write' | 'read'
}

/** Between what a schema describes and what is worked with: a date-time and a Date. */
export interface MockCodec {
  readonly encode: (value: unknown) => unknown
  readonly decode: (value: unknown) => unknown
}

/** A value at the border of what a schema allows. */
export interface EdgeCase {
  /** Unique: `smallest`, `/name: maxLength`. */
  readonly name: string
  /** JSON pointer to what is at its border; empty where it is the whole. */
  readonly pointer: string
  readonly value: unknown
}

/** A value that breaks one constraint and no other. */
export interface InvalidCase {
  /** Unique: `/name: maxLength`, `required, has no "id"`. */
  readonly name: string
  /** JSON pointer into the value. */
  readonly pointer: string
  /** The one keyword that is broken. */
  readonly keyword: string
  readonly value: unknown
}
