import type { ContractDocument, HttpOperation } from '@tessera/contract.define'
import { type HttpDefinition, type HttpOperationDefinition, type Issue, isObject } from '@tessera/runtime.core'
import { fromTexts, toTexts } from '@tessera/runtime.http/wire'
import { type Amount, onePayload, type Payloads, payloadsOf } from '../payloads.ts'

export const PARTS = ['params', 'query', 'headers', 'body'] as const
export type Part = (typeof PARTS)[number]
export type RequestInput = Readonly<Partial<Record<Part, unknown>>>

/** One request to send, and what the contract says of it. */
export interface PlannedRequest {
  readonly operation: string
  readonly name: string
  /** `answer`: any answer that the contract declares; `refusal`: 4xx; `stranger`: 401 or 403. */
  readonly expects: 'answer' | 'refusal' | 'stranger'
  readonly input: RequestInput
  /** In place of the body of `input`, as it stands. */
  readonly raw?: { readonly text: string; readonly mediaType?: string }
  /** The parameters as they are, and not of something that is known to exist. */
  readonly literal?: true
  /** Sent twice under one key: the answers must be equal. */
  readonly twice?: true
  /** A finding is a warning only. */
  readonly lenient?: true
}

/** Whether every way to call an operation needs credentials. */
export function isGuarded(document: ContractDocument, name: string): boolean {
  const requirements = document.operations?.[name]?.security ?? document.security ?? []
  return requirements.length > 0 && requirements.every((requirement) => Object.keys(requirement).length > 0)
}

/** What is made comes before what is read of it, and what ends it comes last. */
const ORDER = ['POST', 'PUT', 'GET', 'PATCH', 'DELETE']

/** Every request that the operations of a contract are held to, in the order they are sent. */
export function planRequests(
  document: ContractDocument,
  definition: HttpDefinition,
  amount: Amount,
): readonly PlannedRequest[] {
  return Object.entries(document.operations ?? {})
    .filter(([name]) => Object.hasOwn(definition.operations, name))
    .sort(([, one], [, other]) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method))
    .flatMap(([name, operation]) => {
      const defined = definition.operations[name] as HttpOperationDefinition
      return new OperationPlan(document, { name, operation, defined }, amount).requests()
    })
}

interface Named {
  readonly name: string
  readonly operation: HttpOperation
  readonly defined: HttpOperationDefinition
}

class OperationPlan {
  readonly #named: Named
  readonly #payloads: ReadonlyMap<Part, Payloads>
  readonly #base: RequestInput
  readonly #guarded: boolean

  constructor(document: ContractDocument, named: Named, amount: Amount) {
    this.#named = named
    this.#guarded = isGuarded(document, named.name)
    const slots = PARTS.flatMap((part) => {
      const at = named.operation.request[part]
      return at === undefined ? [] : [[part, at] as const]
    })
    this.#payloads = new Map(slots.map(([part, at]) => [part, payloadsOf(document, at, amount)]))
    this.#base = Object.fromEntries(
      slots.map(([part, at]) => {
        const schema = document.slots.find((slot) => slot.at === at)?.schema ?? true
        return [part, onePayload(document, schema, amount.seed)]
      }),
    )
  }

  requests(): readonly PlannedRequest[] {
    return [...this.#valid(), ...this.#repeated(), ...this.#invalid(), ...this.#rawBodies(), ...this.#strangers()]
  }

  #planned(rest: Omit<PlannedRequest, 'operation' | 'input'> & { readonly input?: RequestInput }): PlannedRequest {
    return { operation: this.#named.name, input: this.#base, ...rest }
  }

  /** Typical values of all parts together; of borders one part at a time. */
  #valid(): readonly PlannedRequest[] {
    const longest = Math.max(1, ...[...this.#payloads.values()].map(({ valid }) => valid.filter(isTypical).length))
    const together = Array.from({ length: longest }, (_, index) => {
      const parts = [...this.#payloads].map(([part, { valid }]) => [part, valid[index]?.value ?? this.#base[part]])
      const first = [...this.#payloads.values()][0]?.valid[index]?.name ?? 'valid'
      return this.#planned({ name: first, expects: 'answer', input: Object.fromEntries(parts) as RequestInput })
    })
    const borders = [...this.#payloads].flatMap(([part, { valid }]) =>
      valid
        .filter((each) => !isTypical(each))
        .map(({ name, value }) =>
          this.#planned({
            ...{ name: `${part}: ${name}`, expects: 'answer', input: { ...this.#base, [part]: value } },
            ...(part === 'params' ? { literal: true as const } : {}),
          }),
        ),
    )
    return [...together, ...borders]
  }

  #repeated(): readonly PlannedRequest[] {
    if (this.#named.operation.idempotent !== 'key') return []
    return [this.#planned({ name: 'the same idempotency-key twice', expects: 'answer', twice: true })]
  }

  #invalid(): readonly PlannedRequest[] {
    return [...this.#payloads].flatMap(([part, { invalid }]) =>
      invalid
        .filter(({ value }) => part === 'body' || this.#staysInvalid(part, value))
        .map(({ name, value }) =>
          this.#planned({
            ...{ name: `${part}: invalid, ${name}`, expects: 'refusal', input: { ...this.#base, [part]: value } },
            ...(part === 'params' ? { literal: true as const } : {}),
          }),
        ),
    )
  }

  /** Parameters travel as text: the number 5 where a text is asked for arrives as a valid "5". */
  #staysInvalid(part: Exclude<Part, 'body'>, value: unknown): boolean {
    const definition = this.#named.defined.request[part]
    if (definition === undefined || !isObject(value)) return false
    const issues: Issue[] = []
    const read = fromTexts(toTexts(value, issues), definition)
    if (issues.length > 0) return false
    definition.check(read, '', issues)
    return issues.length > 0
  }

  #rawBodies(): readonly PlannedRequest[] {
    const { body, optional, maxBytes, mediaType = 'application/json' } = this.#named.defined.request
    if (body === undefined) return []
    const refused = (name: string, raw?: PlannedRequest['raw']): PlannedRequest => {
      const { body: _, ...rest } = this.#base
      return this.#planned({ name, expects: 'refusal', ...(raw === undefined ? { input: rest } : { raw }) })
    }
    const text = JSON.stringify(this.#base.body) ?? ''
    const json = mediaType === 'application/json'
    return [
      ...(optional ? [] : [refused('no body')]),
      ...(json ? [refused('a body that is no JSON', { text: `${text.slice(0, -1)},`, mediaType })] : []),
      ...(json
        ? [{ ...refused('a body of another media type', { text, mediaType: 'text/plain' }), lenient: true as const }]
        : []),
      ...(json && maxBytes !== undefined && maxBytes <= LARGEST
        ? [refused(`a body of ${maxBytes + 1} bytes`, { text: text.padEnd(maxBytes + 1), mediaType })]
        : []),
    ]
  }

  #strangers(): readonly PlannedRequest[] {
    return this.#guarded ? [this.#planned({ name: 'without credentials', expects: 'stranger' })] : []
  }
}

const LARGEST = 64 * 1024 * 1024

function isTypical({ name }: { readonly name: string }): boolean {
  return name.startsWith('valid')
}
