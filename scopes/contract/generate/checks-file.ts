import type { Slot, Side as ContractSide } from '@tessera/contract.define/document'
import { checkStatements } from './check-schema.ts'
import { bareReference, type ChecksWriter, checksWriter, functionCode } from './checks-writer.ts'
import { entry, RESERVED, VALUE } from './code.ts'
import { type Model, slotOf } from './model.ts'
import { camelCase, docComment, nameBook, pascalCase } from './names.ts'
import { resolve } from './schema.ts'

/** The function that checks a slot: `createOrder/request/body` is `createOrderRequestBody`. */
export function checkName(at: string): string {
  return camelCase(at.replaceAll('/', ' '))
}

/**
 * `checks.ts` as one side of the contract has it: what it sends is checked closed, what it receives is checked open and
 * its defaults are filled in.
 */
export function checksFile(model: Model, self: ContractSide): string {
  const slots = usedSlots(model)
  const exported = slots.map((slot) => checkName(slot.at))
  const writer = checksWriter(model.defs, model.types.fills, exported)
  const entries = slots.map((slot) => slotCheck(slot, slot.sentBy === self, writer))
  const { imports, functions } = writer.source()
  const types = functions.includes(': Check') ? ['type Check', 'type Issue'] : ['type Issue']
  const names = [...types, ...imports].join(', ')
  return `import { ${names} } from '@tessera/runtime.core'\n\n${entries.join('\n')}\n${functions}`
}

/** Slots that an operation names, once each. */
function usedSlots(model: Model): readonly Slot[] {
  const used = model.operations.flatMap(({ request, responses }) => [
    ...Object.values(request),
    ...Object.values(responses).flatMap(({ body }) => body ?? []),
  ])
  return [...new Set(used)].map((at) => slotOf(model, at))
}

function slotCheck(slot: Slot, sent: boolean, writer: ChecksWriter): string {
  const { at, schema } = slot
  const hint = pascalCase(at.replaceAll('/', ' '))
  const check =
    bareReference(schema) === undefined
      ? checkStatements(schema, entry(hint, nameBook(RESERVED)), writer)
      : [`${writer.call('check', schema, hint)}(${VALUE}, pointer, issues)`]
  const closed = sent || (slot.strict === true && !closesOnItsOwn(slot, writer))
  const close =
    closed && writer.closes(schema) ? [`${writer.call('close', schema, hint)}(${VALUE}, pointer, issues)`] : []
  const fill = !sent && writer.fills(schema) ? [`${writer.call('fill', schema, hint)}(${VALUE})`] : []
  const words = `\`${at}\`, ${sent ? 'sent' : 'received'}.`
  return `${docComment([words])}export ${functionCode('check', checkName(at), [...check, ...close, ...fill])}`
}

/** Its own schema refuses what is undeclared, whoever reads it. */
function closesOnItsOwn({ schema }: Slot, writer: ChecksWriter): boolean {
  const target = resolve(schema, writer.defs)
  return typeof target === 'object' && target['additionalProperties'] === false
}
