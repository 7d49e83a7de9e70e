import { formatJson } from './json-text.ts'

/** What a workspace needs beside Tessera to type-check and test; exact, so that every clone gets the same. */
export const devDependencies: Readonly<Record<string, string>> = {
  '@types/node': '20.19.43',
  typescript: '7.0.2',
  vitest: '4.1.12',
}

/** What contracts are written in: the version that Tessera reads them with, for a schema of another is none to it. */
const policyDependencies: Readonly<Record<string, string>> = { zod: '4.6.7' }

export const ignoredLines: readonly string[] = ['node_modules/', 'dist/', '.tessera/', '.bit/']

interface WorkspaceConfig {
  readonly name: string
  readonly defaultScope: string
  readonly defaultDirectory: string
}

export function workspaceConfig({ name, defaultScope, defaultDirectory }: WorkspaceConfig): string {
  return `// The workspace: read by Tessera and by Bit. Tessera's own settings are the key "tessera" of package.json.
${formatJson({
  'teambit.workspace/workspace': { name, defaultScope, defaultDirectory },
  'teambit.dependencies/dependency-resolver': { policy: { dependencies: policyDependencies, peerDependencies: {} } },
})}`
}

export function tsconfig(folders: readonly string[]): string {
  return formatJson({
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      types: ['node'],
      noEmit: true,
      customConditions: ['source'],
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      erasableSyntaxOnly: true,
      resolveJsonModule: true,
      forceConsistentCasingInFileNames: true,
      skipLibCheck: true,
    },
    include: folders,
    exclude: ['**/dist', '**/node_modules'],
  })
}

export function vitestConfig(folders: readonly string[]): string {
  const prefix = folders.includes('.') ? '' : `{${folders.join(',')}}/`
  return `import { defineConfig } from 'vitest/config'

/** Components and consumers, from their sources: no build is needed. */
export default defineConfig({
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    passWithNoTests: true,
    include: ['${prefix}**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
})
`
}
