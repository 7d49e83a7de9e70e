import { expect } from 'vitest'
import { git, plainWorkspace, said } from './plain.ts'
import { test } from './rig.ts'

test('git merges .bitmap by components, and says which it cannot', async ({ rig }) => {
  await plainWorkspace(rig)
  const commit = (message: string): void => {
    git(rig, 'ws', 'add', '-A')
    git(rig, 'ws', 'commit', '-qm', message)
  }
  rig.write({ 'ws/.gitignore': 'node_modules\ndist\n.tessera\n' })
  await rig.json('ws', 'git', 'set-merge-driver')
  expect(rig.read('ws/.gitattributes')).toBe('.bitmap merge=bitmap-driver\n')
  commit('base')
  git(rig, 'ws', 'checkout', '-qb', 'theirs')
  rig.write({ 'ws/components/theirs/index.ts': 'export const theirs = 1\n' })
  await rig.json('ws', 'add', 'components/theirs')
  commit('theirs')
  git(rig, 'ws', 'checkout', '-q', '-')
  rig.write({ 'ws/components/ours/index.ts': 'export const ours = 1\n' })
  await rig.json('ws', 'add', 'components/ours')
  rig.edit('ws/.bitmap', '"rootDir": "components/a"', '"rootDir": "moved/a"')
  commit('ours')
  git(rig, 'ws', 'merge', '-q', '-m', 'both', 'theirs')
  expect(rig.read('ws/.bitmap')).toContain('"rootDir": "components/theirs"')
  expect(rig.read('ws/.bitmap')).toContain('"rootDir": "moved/a"')
  git(rig, 'ws', 'checkout', '-q', 'theirs')
  rig.edit('ws/.bitmap', '"rootDir": "components/a"', '"rootDir": "elsewhere/a"')
  commit('theirs again')
  git(rig, 'ws', 'checkout', '-q', '-')
  expect(() => git(rig, 'ws', 'merge', '-q', '-m', 'both', 'theirs')).toThrow(
    /both sides changed a \(rootDir\) in .bitmap/,
  )
  expect(rig.read('ws/.bitmap')).toContain(
    '<<<<<<< ours\n        "rootDir": "moved/a"\n=======\n        "rootDir": "elsewhere/a"\n>>>>>>> theirs',
  )
  expect(said(await rig.tessera('ws', 'status'))).toContain('BITMAP_CONFLICT')
})
