// Generated workspaces: N components in ten layers, about three dependencies each, two files like those of a contract.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from '../scripts/prepare.mjs'

const LAYERS = 10
const DOMAIN = 100

/** @returns {{ name: string, dependencies: string[] }[]} the first is the base, reached by every other */
export function graphOf(count) {
  const perLayer = Math.ceil(count / LAYERS)
  const random = sequence(42)
  return Array.from({ length: count }, (_, index) => {
    const layer = Math.floor(index / perLayer)
    const dependencies = new Set()
    if (layer === 1) dependencies.add(0)
    const wanted = layer === 0 ? 0 : 3
    while (dependencies.size < wanted) dependencies.add((layer - 1) * perLayer + Math.floor(random() * perLayer))
    return { name: nameOf(index), dependencies: [...dependencies].sort((a, b) => a - b).map(nameOf) }
  })
}

/**
 * Domains of a hundred components, each in ten layers; all rest on the base and none on another domain, as where every
 * team has a domain: what one component reaches does not grow with the company.
 */
export function domainsOf(count) {
  const perLayer = DOMAIN / LAYERS
  const random = sequence(42)
  return Array.from({ length: count }, (_, index) => {
    const place = index % DOMAIN
    const layer = Math.floor(place / perLayer)
    const below = index - place + (layer - 1) * perLayer
    const dependencies = new Set(layer === 0 && index > 0 ? [0] : [])
    const wanted = layer === 0 ? dependencies.size : 3
    while (dependencies.size < wanted) dependencies.add(below + Math.floor(random() * perLayer))
    return { name: nameOf(index), dependencies: [...dependencies].sort((a, b) => a - b).map(nameOf) }
  })
}

/** Writes the workspace as `tool` (tessera, tsc or turbo) wants it; the sources are the same for all. */
export function writeWorkspace(folder, count, tool, graph = graphOf) {
  rmSync(folder, { recursive: true, force: true })
  const components = graph(count)
  writeSources(folder, components)
  for (const component of components) {
    writeJson(folder, `components/${component.name}/package.json`, manifestOf(component))
    link(folder, component.name)
  }
  linkCompiler(folder)
  WRITERS[tool](folder, components)
}

/** The two files of each component. */
export function writeSources(folder, components) {
  for (const component of components) {
    write(folder, `components/${component.name}/model.ts`, modelOf(component))
    write(folder, `components/${component.name}/index.ts`, indexOf(component))
  }
}

/** The edits that the rows make; `round` makes each one new. */
export const edits = {
  leaf: (folder, count, round) =>
    append(folder, nameOf(count - 1), `\nexport const edit${round} = ${JSON.stringify(round)}\n`),
  base: (folder, _count, round) =>
    write(
      folder,
      'components/p0000/model.ts',
      modelOf({ name: 'p0000', dependencies: [] }, `  readonly field${round}?: string\n`),
    ),
  comment: (folder, _count, round) => append(folder, 'p0000', `\n// round ${round}\n`),
}

const compilerOptions = {
  target: 'es2023',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  strict: true,
  declaration: true,
  skipLibCheck: true,
  types: [],
  rewriteRelativeImportExtensions: true,
}

const WRITERS = {
  tessera(folder, components) {
    writeJson(folder, 'tsconfig.json', { compilerOptions })
    writeJson(folder, 'package.json', { name: 'bench', private: true, type: 'module', workspaces: ['components/*'] })
    writeJson(folder, 'workspace.jsonc', {
      'teambit.workspace/workspace': {
        name: 'bench',
        defaultScope: 'bench.all',
        defaultDirectory: 'components/{name}',
      },
    })
    const entries = components.map(({ name }) => [
      name,
      { name, scope: '', version: '', defaultScope: 'bench.all', mainFile: 'index.ts', rootDir: `components/${name}` },
    ])
    writeJson(folder, '.bitmap', { ...Object.fromEntries(entries), '$schema-version': '17.0.0' })
  },
  tsc(folder, components) {
    for (const { name, dependencies } of components) writeProject(folder, name, dependencies)
    const references = components.map(({ name }) => ({ path: `components/${name}` }))
    writeJson(folder, 'tsconfig.json', { files: [], references })
    writeJson(folder, 'package.json', { name: 'bench', private: true, type: 'module' })
  },
  turbo(folder, components) {
    for (const { name } of components) writeProject(folder, name)
    const tasks = {
      build: { dependsOn: ['^build'], inputs: ['*.ts', 'package.json', 'tsconfig.json'], outputs: ['dist/**'] },
    }
    writeJson(folder, 'turbo.json', { tasks })
    writeJson(folder, 'package.json', {
      name: 'bench',
      private: true,
      type: 'module',
      packageManager: 'npm@11.0.0',
      workspaces: ['components/*'],
    })
    writeJson(folder, 'package-lock.json', { name: 'bench', lockfileVersion: 3, packages: {} })
    // Not npm itself, which costs 0.6 CPU s a task: the compiler at once, in turbo's favour.
    write(folder, 'bin/npm', `#!/bin/sh\nexec ${nativeCompiler()} -p tsconfig.json\n`, 0o755)
  },
}

/** The compiler's executable, without the Node script around it. */
export function nativeCompiler() {
  return join(root, 'node_modules', '@typescript', `typescript-${process.platform}-${process.arch}`, 'lib', 'tsc')
}

function writeProject(folder, name, references) {
  writeJson(folder, `components/${name}/tsconfig.json`, {
    compilerOptions: { ...compilerOptions, outDir: 'dist', rootDir: '.', ...(references ? { composite: true } : {}) },
    include: ['*.ts'],
    ...(references ? { references: references.map((other) => ({ path: `../${other}` })) } : {}),
  })
}

function manifestOf({ name, dependencies }) {
  return {
    name: packageOf(name),
    version: '0.0.1-new',
    type: 'module',
    componentId: { scope: 'bench.all', name },
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    scripts: { build: 'tsc -p tsconfig.json' },
    dependencies: Object.fromEntries(dependencies.map((other) => [packageOf(other), '*'])),
  }
}

function modelOf({ name, dependencies }, extra = '') {
  const type = typeOf(name)
  const imports = dependencies.map((other) => `import type { ${typeOf(other)} } from '${packageOf(other)}'\n`).join('')
  const fields = dependencies.map((other) => `  readonly ${other}: ${typeOf(other)}\n`).join('')
  return `${imports}
/** What ${name} sends. */
export interface ${type} {
  readonly id: string
  readonly createdAt: string
  readonly amount: number
  readonly status: 'open' | 'paid' | 'shipped'
${fields}${extra}}

export interface ${type}Request {
  readonly body: ${type}
  readonly headers: Readonly<Record<string, string>>
}

export type ${type}Reply =
  | { readonly status: 200; readonly body: ${type} }
  | { readonly status: 404; readonly body: { readonly title: string; readonly detail?: string } }

export interface ${type}Api {
  get(id: string): Promise<${type}Reply>
  put(request: ${type}Request): Promise<${type}Reply>
}
`
}

function indexOf({ name, dependencies }) {
  const type = typeOf(name)
  const imports = dependencies.map((other) => `import { make${typeOf(other)} } from '${packageOf(other)}'\n`).join('')
  const fields = dependencies.map((other) => `    ${other}: make${typeOf(other)}(seed + 1),\n`).join('')
  return `${imports}import type { ${type}, ${type}Reply } from './model.ts'

export type * from './model.ts'

export function make${type}(seed: number): ${type} {
  return {
    id: \`${name}-\${seed}\`,
    createdAt: new Date(seed).toISOString(),
    amount: seed * 100,
    status: seed % 2 === 0 ? 'open' : 'paid',
${fields}  }
}

export function find${type}(all: readonly ${type}[], id: string): ${type}Reply {
  const found = all.find((one) => one.id === id)
  return found ? { status: 200, body: found } : { status: 404, body: { title: 'not found', detail: id } }
}
`
}

function link(folder, name) {
  const at = join(folder, 'node_modules', packageOf(name))
  mkdirSync(dirname(at), { recursive: true })
  symlinkSync(relative(dirname(at), join(folder, 'components', name)), at, 'junction')
}

function linkCompiler(folder) {
  symlinkSync(join(root, 'node_modules', 'typescript'), join(folder, 'node_modules', 'typescript'), 'junction')
}

function append(folder, name, text) {
  writeFileSync(join(folder, 'components', name, 'index.ts'), text, { flag: 'a' })
}

function write(folder, path, text, mode = 0o644) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode })
}

function writeJson(folder, path, value) {
  write(folder, path, `${JSON.stringify(value, undefined, 2)}\n`)
}

const nameOf = (index) => `p${String(index).padStart(4, '0')}`
const typeOf = (name) => name.toUpperCase()
const packageOf = (name) => `@bench/all.${name}`

/** A small reproducible sequence of numbers in [0, 1). */
function sequence(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
