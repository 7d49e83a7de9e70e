/** A JSON Schema 2020-12. */
export type JsonSchema = boolean | JsonSchemaObject
export interface JsonSchemaObject {
  readonly [keyword: string]: unknown
}

/** Every part optional, at every depth; arrays are replaced as a whole. */
export type DeepPartial<T> = T extends readonly unknown[]
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
}

/** A value, or why there is none. `empty`: proven, no value satisfies the schema. */
export type MockResult =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly reason: 'empty' | 'gave-up' | 'invalid-override'
      /** The keyword that could not be satisfied. */
      readonly keyword: string
      /** JSON pointer into the value. */
      readonly pointer: string
      readonly message: string
    }
