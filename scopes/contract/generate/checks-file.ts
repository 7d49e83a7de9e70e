import type { Slot, Side as ContractSide } from '@tessera/contract.define/document'
import { checkStatements } from './check-schema.ts'
import { bareReference, type ChecksWriter, checksWriter, functionCode } from './checks-writer.ts'
import { convertStatements } from './convert-schema.ts'
import { entry, RESERVED, VALUE } from './code.ts'
import type { Model } from './model.ts'
import { docComment, nameBook, pascalCase } from './names.ts'
import { resolve } from './schema.ts'
import { type SlotCheck, slotChecks, type SlotCodec, slotCodecs, type Speaker } from './slot-checks.ts'

/**
 * `checks.ts` as one side of the contract has it: what it sends is checked closed, what it receives is checked open and
 * its defaults are filled in. What the ends work with otherwise than it travels is encoded and decoded.
 * @param speaker whose conversions are needed; those of `self` where nothing is said
 */
export function checksFile(model: Model, self: ContractSide, speaker: Speaker = self): string {
  const checks = slotChecks(model, self)
  const codecs = slotCodecs(model, speaker)
  const exported = [...checks, ...codecs].map(({ name }) => name)
  const writer = checksWriter(model.defs, model.types.fills, exported)
  const entries = [
    ...checks.map((check) => slotCheck(check, writer)),
    ...codecs.map((codec) => slotCodec(codec, writer)),
  ]
  const { imports, functions } = writer.source()
  const types = functions.includes(': Check') ? ['type Check', 'type Issue'] : ['type Issue']
  const names = [...types, ...imports].join(', ')
  return `import { ${names} } from '@tessera/runtime.core'\n\n${entries.join('\n')}\n${functions}`
}

function slotCheck({ name, slot, sent }: SlotCheck, writer: ChecksWriter): string {
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
  return `${docComment([words])}export ${functionCode('check', name, [...check, ...close, ...fill])}`
}

function slotCodec({ name, slot, direction }: SlotCodec, writer: ChecksWriter): string {
  const { at, schema } = slot
  const hint = pascalCase(at.replaceAll('/', ' '))
  const body = convertStatements(direction)(schema, entry(hint, nameBook(RESERVED)), writer)
  const words = direction === 'encode' ? `\`${at}\`, as it travels.` : `\`${at}\`, as a reader works with it.`
  return `${docComment([words])}export ${functionCode(direction, name, body)}`
}

/** Its own schema refuses what is undeclared, whoever reads it. */
function closesOnItsOwn({ schema }: Slot, writer: ChecksWriter): boolean {
  const target = resolve(schema, writer.defs)
  return typeof target === 'object' && target['additionalProperties'] === false
}
