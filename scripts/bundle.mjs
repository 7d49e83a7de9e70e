// node scripts/bundle.mjs <folder>: puts one file for each entry of a compiled package in place of one for each source.
// Loading two hundred small modules costs a command more than its work does.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { rolldown } from 'rolldown'

/** Run as processes or loaders of their own, by the tool or by its tests, so that no import leads to them. */
const STANDALONE = {
  'ripple/build': ['evaluate-child', 'evaluate-hooks'],
  'runtime/broker': ['embedded-process'],
  'scope/remote': ['queue'],
}

const [out] = process.argv.slice(2)
const scopes = join(import.meta.dirname, '..', 'scopes')
const packages = readdirSync(out).flatMap((scope) => readdirSync(join(out, scope)).map((name) => `${scope}/${name}`))
await Promise.all(packages.map(bundle))

async function bundle(name) {
  const folder = join(out, name)
  const build = await rolldown({
    input: Object.fromEntries(entriesOf(name).map((entry) => [entry, join(folder, `${entry}.js`)])),
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    platform: 'node',
  })
  const { output } = await build.generate({ format: 'esm', chunkFileNames: '[name].js' })
  await build.close()
  for (const file of modulesIn(folder)) rmSync(join(folder, file))
  for (const chunk of output) writeFileSync(join(folder, chunk.fileName), chunk.code)
}

/** What others may import of a package, as its `exports` say, and what runs by itself. */
function entriesOf(name) {
  const { exports } = JSON.parse(readFileSync(join(scopes, name, 'package.json'), 'utf8'))
  const exported = Object.values(exports).flatMap((target) => target.default?.match(/^\.\/dist\/(.+)\.js$/)?.[1] ?? [])
  return [...exported, ...(STANDALONE[name] ?? [])]
}

function modulesIn(folder) {
  return readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.js'))
}
