import { describe, expect } from 'vitest'
import { commands } from '../scopes/ui/cli/cli.ts'
import { test } from './rig.ts'

describe('the command line', () => {
  test('says its version and lists its commands', async ({ rig }) => {
    expect((await rig.tessera('.', '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    const help = await rig.tessera('.', '--help')
    expect(help.code).toBe(0)
    for (const name of Object.keys(commands)) expect(help.stdout).toContain(`  ${name}`)
  })

  test('an unknown command is refused with the one that was meant', async ({ rig }) => {
    const output = await rig.tessera('.', 'staus')
    expect(output).toEqual({
      code: 2,
      stdout: '',
      stderr:
        '✖ there is no command "staus", did you mean "status"? UNKNOWN_COMMAND\n  next: tessera --help lists them\n',
    })
  })

  test('an unknown option is refused with the one that was meant', async ({ rig }) => {
    const output = await rig.tessera('.', 'tag', '--mesage', 'x')
    expect(output.code).toBe(2)
    expect(output.stderr).toContain("unknown option '--mesage', did you mean --message?")
  })

  test('outside a workspace the way in is named, as text and as JSON', async ({ rig }) => {
    const text = await rig.tessera('.', 'status')
    expect(text.code).toBe(2)
    expect(text.stderr).toContain('NO_WORKSPACE')
    expect(text.stderr).toContain('tessera init')
    const json = await rig.tessera('.', 'status', '--json')
    expect(json.code).toBe(2)
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'NO_WORKSPACE' } })
  })
})

describe.each(Object.entries(commands))('%s', (name, entry) => {
  test('has help with examples of itself', async ({ rig }) => {
    const { command } = await entry.load()
    const help = await rig.tessera('.', name, '--help')
    expect(help.code).toBe(0)
    expect(help.stdout).toContain('--json')
    expect(command.examples.length).toBeGreaterThan(0)
    for (const [example] of command.examples) {
      expect(example).toMatch(new RegExp(`^tessera ${name}\\b`))
      expect(help.stdout).toContain(example)
    }
  })
})
