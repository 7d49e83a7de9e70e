import { documents } from '@tessera/contract.define/fixtures'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GeneratedPart, generateComponents, generateParts } from './index.ts'
import { createRig, type Rig } from './rig.fixture.ts'

const parts = (await Promise.all(documents.map(generateParts))).flat()

let rig: Rig
beforeAll(() => {
  rig = createRig()
  rig.write(parts)
})
afterAll(() => rig.dispose())

test.each(parts.map((part) => [part.id, part] as const))('%s reads as it should', async (id, part) => {
  await expect(bundle(part)).toMatchFileSnapshot(`patterns/${id.replaceAll('/', '.')}.snap`)
})

test('all parts of all patterns compile as strictly as can be', { timeout: 120_000 }, () => {
  expect(rig.check()).toBe('')
})

test('components are the parts by their name, and need a document only', async () => {
  for (const document of documents) {
    const mine = parts.filter(({ id }) => id.startsWith(`${document.id}/`))
    expect(await generateComponents(document)).toEqual(Object.fromEntries(mine.map(({ part, files }) => [part, files])))
  }
})

function bundle(part: GeneratedPart): string {
  return Object.entries(part.files)
    .map(([path, text]) => `===== ${path}\n${text}`)
    .join('\n')
}
