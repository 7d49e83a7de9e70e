import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { commands } from './cli.ts'
import { completions } from './completion-words.ts'

test('commands are completed, then their options; outside a workspace there are no components', async () => {
  const complete = (...words: string[]): Promise<readonly string[]> => completions(commands, words, tmpdir())
  expect(await complete('und')).toEqual(['undeprecate'])
  expect(await complete('help', 'sta')).toEqual(['status'])
  expect(await complete('remove', '--')).toEqual([
    '--dry-run',
    '--force',
    '--help',
    '--json',
    '--keep-files',
    '--track',
  ])
  expect(await complete('remove', 'a')).toEqual([])
  expect(await complete('nothing', '--')).toEqual([])
  expect(await complete()).toEqual([...Object.keys(commands), 'help', '--help', '--version'].toSorted())
})
