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
  // Each by itself: what browsers are sent must not cost Node a file more.
  const [node, browser] = await Promise.all([
    chunksOf(folder, 'node', [...entriesOf(name, 'default'), ...(STANDALONE[name] ?? [])]),
    chunksOf(folder, 'browser', entriesOf(name, 'browser')),
  ])
  for (const file of modulesIn(folder)) rmSync(join(folder, file))
  for (const chunk of [...node, ...browser]) writeFileSync(join(folder, chunk.fileName), chunk.code)
}

async function chunksOf(folder, platform, entries) {
  if (entries.length === 0) return []
  const build = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, join(folder, `${entry}.js`)])),
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    platform,
  })
  const { output } = await build.generate({ format: 'esm', chunkFileNames: '[name].js' })
  await build.close()
  return output
}

/** What others may import of a package under a condition of its `exports`. */
function entriesOf(name, condition) {
  const { exports } = JSON.parse(readFileSync(join(scopes, name, 'package.json'), 'utf8'))
  return Object.values(exports).flatMap((target) => target[condition]?.match(/^\.\/dist\/(.+)\.js$/)?.[1] ?? [])
}

function modulesIn(folder) {
  return readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.js'))
}
