import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'
import { parseDocument } from '@tessera/contract.define'
import { expect, test } from 'vitest'
import type { Event } from '@tessera/core.model'
import { createVoice } from './mock-voice.ts'

test('a served mock sends what the contract redacts, and does not show it', async () => {
  const path = fileURLToPath(new URL('../../../../components/payment-jobs/contract/contract.json', import.meta.url))
  const document = parseDocument(readFileSync(path, 'utf8'), path)
  const controller = new AbortController()
  const sent: { cardToken?: string }[] = []
  const event = await new Promise<Event>((emit) => {
    const context = { cwd: '.', json: false, env: {}, signal: controller.signal, emit }
    const voice = createVoice(context, { args: [], options: { every: '5' } } as never, document)
    const stop = voice.repeat([
      {
        ...{ name: 'charges', payload: 'charges/message' },
        send: async (value) => {
          sent.push(value as object)
          stop()
          return { takers: 1 }
        },
      },
    ])
  })
  expect(sent[0]?.cardToken).toMatch(/.{8}/)
  expect(event).toMatchObject({ type: 'message', direction: 'sent', payload: { cardToken: '[redacted]' } })
})
