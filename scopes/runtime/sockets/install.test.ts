import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Packages and node modules that loading a file loads at once; what is imported later is not among them. */
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
  ['./client.ts', [core]],
  ['./browser-client.ts', [core]],
  ['./dial-websocket.ts', [core, 'ws']],
  ['./dial-stream.ts', [core, 'node:buffer', 'node:events', 'node:net', 'node:tls']],
  ['./server.ts', [core, 'node:buffer', 'node:crypto', 'node:events']],
  ['./mock.ts', [core, 'node:buffer', 'node:crypto', 'node:events']],
])('%s loads no more than it needs', (file, packages) => {
  expect([...loads(file)].toSorted()).toEqual(packages)
})
