import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Packages and node modules that loading a file loads, types aside. */
function loads(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>()
  if (seen.has(file)) return packages
  seen.add(file)
  const source = readFileSync(new URL(file, import.meta.url), 'utf8')
  for (const [, specifier = ''] of source.matchAll(/^(?:import|export)(?! type\b)[^'"]*?from '([^']+)'/gm)) {
    if (specifier.startsWith('.')) for (const name of loads(specifier, seen)) packages.add(name)
    else packages.add(specifier)
  }
  return packages
}

const core = '@tessera/runtime.core'

test.each([
  ['./client.ts', [core, 'node:stream', 'undici']],
  ['./browser-client.ts', [core]],
  ['./server.ts', [core, 'node:crypto', 'node:http', 'node:stream']],
  ['./mock.ts', [core, 'node:crypto', 'node:http', 'node:stream', 'node:timers/promises']],
])('%s loads no more than it needs', (file, packages) => {
  expect([...loads(file)].toSorted()).toEqual(packages)
})
