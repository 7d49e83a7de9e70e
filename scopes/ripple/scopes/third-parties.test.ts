import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Event } from '@tessera/core.model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkThirdParties } from './third-parties.ts'

let dir: string
beforeEach(() => (dir = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-packages-')))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function writePackage(folder: string, name: string, version: string): void {
  const file = join(dir, folder, 'package.json')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ name, version }))
}

function versionSeenFrom(folder: string, name: string): string | undefined {
  for (const at of [folder, '.']) {
    const file = join(dir, 'capsule', at, 'node_modules', name, 'package.json')
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  return undefined
}

test('packages come from where they are installed at a version that will do, each folder its own', async () => {
  writePackage('one/node_modules/left', 'left', '1.2.0')
  writePackage('two/node_modules/left', 'left', '2.0.0')
  writePackage('two/node_modules/@scope/right', '@scope/right', '0.3.1-beta.1')
  const events: Event[] = []
  await linkThirdParties({
    root: join(dir, 'capsule'),
    folders: [join(dir, 'one'), join(dir, 'two')],
    needs: [
      { folder: 'components/a', packages: { left: '^1.0.0', '@scope/right': '*' } },
      { folder: 'components/b', packages: { left: '>=2' } },
    ],
    emit: (event) => events.push(event),
  })
  expect(versionSeenFrom('components/a', 'left')).toBe('1.2.0')
  expect(versionSeenFrom('components/b', 'left')).toBe('2.0.0')
  expect(versionSeenFrom('components/b', '@scope/right')).toBe('0.3.1-beta.1')
  expect(events).toEqual([])
})

test('what is nowhere is installed by npm, and said where even that fails', async () => {
  writePackage('far', 'far', '1.0.0')
  const events: Event[] = []
  await linkThirdParties({
    root: join(dir, 'capsule'),
    folders: [dir],
    needs: [
      { folder: 'components/a', packages: { far: `file:${join(dir, 'far')}` } },
      { folder: 'components/b', packages: { far: `file:${join(dir, 'nowhere.tgz')}` } },
    ],
    emit: (event) => events.push(event),
  })
  expect(versionSeenFrom('components/a', 'far')).toBe('1.0.0')
  const diagnostics = events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []))
  expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'INSTALL_FAILED' }])
})
