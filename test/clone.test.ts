import { cpSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect } from 'vitest'
import { borrowPackages } from '../scripts/demo/workspace.mjs'
import { git, plainWorkspace, said } from './plain.ts'
import { test } from './rig.ts'

test('a clone of what is committed builds, tests, graphs and tells its status without any objects', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  git(rig, 'ws', 'add', '.')
  for (const file of git(rig, 'ws', 'ls-files', '-z').split('\0').filter(Boolean)) {
    cpSync(rig.path('ws', file), rig.path('clone', file), { recursive: true })
  }
  borrowPackages(dirname(rig.path('ws/node_modules/x')), rig.path('clone/node_modules'))
  expect(readdirSync(rig.path('clone')).toSorted()).toMatchInlineSnapshot(`
    [
      ".bitmap",
      ".gitignore",
      "components",
      "node_modules",
      "package.json",
      "tsconfig.json",
      "vitest.config.ts",
      "workspace.jsonc",
    ]
  `)

  expect(said(await rig.tessera('clone', 'link'))).toMatchInlineSnapshot(`
    "
    3 packages linked
    | next: tessera build
    "
  `)
  expect(said(await rig.tessera('clone', 'graph'))).toMatchInlineSnapshot(`
    "
    acme.base/a
    acme.base/b -> acme.base/a
    acme.app/c -> acme.base/b
    "
  `)
  expect(said(await rig.tessera('clone', 'build'))).toMatchInlineSnapshot(`
    "
    | ● acme.base/a, acme.base/b, acme.app/c changed
    |   acme.base/a  ✔ built      <time>  never built here
    |   acme.base/b  ✔ built      <time>  never built here
    |   acme.app/c   ✔ built      <time>  never built here
    | ✔ 3 built in <time>
    | next: tessera test
    "
  `)
  expect(said(await rig.tessera('clone', 'test'))).toMatchInlineSnapshot(`
    "
    |   acme.app/c  ✔ tested     <time>  1 test
    | ✔ 3 untouched in <time>
    | next: tessera tag -m "<what changed>"
    "
  `)
  expect(said(await rig.tessera('clone', 'status'))).toMatchInlineSnapshot(`
    "
    objects not fetched yet
      acme.app/c
      acme.base/a
      acme.base/b
    | next: tessera import
    "
  `)
  expect(said(await rig.tessera('clone', 'tag'))).toMatchInlineSnapshot(`
    "
    | ✖ acme.app/c@0.0.1 is not in the local scope: its objects were not fetched here NO_BASELINE
    |   next: run \`tessera import\`
    "
  `)
})
