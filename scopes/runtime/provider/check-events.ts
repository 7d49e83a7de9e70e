import { setTimeout } from 'node:timers/promises'
import type { ContractDocument } from '@tessera/contract.define'
import { type BrokerMessage, useBroker } from '@tessera/runtime.broker'
import { type EventsDefinition, isRuntimeError } from '@tessera/runtime.core'
import { readCloudEvent } from '@tessera/runtime.events/wire'
import { judgePayload, shown } from './judge-payload.ts'
import { overhear } from './overhear.ts'
import { eventsDefinition } from './peer-definitions.ts'
import { type CheckCase, type CheckOptions, error, warning } from './report.ts'

/** Listens to the events of a contract, and holds each to it. Nothing is sent: a provider of events is not asked. */
export async function checkEvents(document: ContractDocument, options: CheckOptions): Promise<readonly CheckCase[]> {
  const { only, signal, onCase } = options
  const { broker, release } = await useBroker(options.url)
  const definition = eventsDefinition(document)
  const expected = Object.keys(definition.events).filter((name) => only === undefined || only.includes(name))
  const [cases, heard]: [CheckCase[], Set<string>] = [[], new Set()]
  const done = (each: CheckCase): void => {
    cases.push(each)
    onCase?.(each)
  }
  try {
    const subscription = await overhear(broker, definition.address, (message) => {
      const judged = judgeEvent(document, definition, message)
      if (only !== undefined && !only.includes(judged.subject)) return
      if (heard.has(judged.subject) && judged.findings.length === 0) return
      heard.add(judged.subject)
      done(judged)
    })
    const until = Date.now() + (options.listenMs ?? 2000)
    while (Date.now() < until && expected.some((name) => !heard.has(name))) {
      await setTimeout(50, undefined, signal === undefined ? {} : { signal })
    }
    await subscription.close()
  } finally {
    await release()
  }
  for (const name of expected.filter((each) => !heard.has(each))) {
    done({ subject: name, name: 'published', findings: [], skipped: 'it was not published' })
  }
  return cases
}

function judgeEvent(
  document: ContractDocument,
  { events, redact = {} }: EventsDefinition,
  message: BrokerMessage,
): CheckCase {
  try {
    const { id, type, data } = readCloudEvent(message)
    const found = Object.entries(events).find(([, event]) => event.type === type)
    if (found === undefined) {
      const findings = [warning('invalid-event', `the contract has no event of type ${type}`)]
      return { subject: type, name: `published, ${id}`, findings }
    }
    const [name, event] = found
    const repeat = shown(data, redact[document.events?.[name]?.data ?? ''])
    const findings = judgePayload('invalid-event', event.data.check, data)
    return { subject: name, name: `published, ${id}`, repeat, findings }
  } catch (problem) {
    if (!isRuntimeError(problem, 'CONTRACT_VIOLATION')) throw problem
    const findings = [error('invalid-event', `is no CloudEvent: ${problem.message}`)]
    return { subject: 'events', name: `published, ${message.id}`, findings }
  }
}
