import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GeneratedPart } from './index.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** A folder outside the repository that sees its packages. */
export interface Rig {
  readonly folder: string
  /** Writes the parts as packages that see each other, and other files beside them. */
  write(parts: readonly GeneratedPart[], files?: Readonly<Record<string, string>>): void
  /** Type-checks all that was written as strictly as the repository; the errors, if any. */
  check(options?: { readonly isolatedDeclarations: boolean }): string
  dispose(): void
}

export function createRig(): Rig {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-generate-'))
  const paths: Record<string, string[]> = {}
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeText(join(folder, 'package.json'), '{ "type": "module" }')
  return {
    folder,
    write(parts, files = {}) {
      for (const { packageName, files: sources } of parts) {
        paths[packageName] = [`./${packageName}/index.ts`]
        for (const [path, text] of Object.entries(sources)) writeText(join(folder, packageName, path), text)
      }
      for (const [path, text] of Object.entries(files)) writeText(join(folder, path), text)
    },
    check({ isolatedDeclarations } = { isolatedDeclarations: true }) {
      writeText(join(folder, 'tsconfig.json'), JSON.stringify(compilerConfig(paths, isolatedDeclarations)))
      try {
        execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], { cwd: folder })
        return ''
      } catch (error) {
        return ownErrors(String((error as { stdout: unknown }).stdout))
      }
    },
    dispose: () => rmSync(folder, { recursive: true }),
  }
}

/** Not those of the repository's sources, which its own type check finds. */
function ownErrors(output: string): string {
  const errors = output.split(/^(?=\S)/m)
  const unparsed = errors.find((error) => /^\.\..*: error TS1\d\d\d:/.test(error))
  if (unparsed !== undefined) throw new Error(`nothing was checked: ${unparsed}`)
  return errors.filter((error) => !error.startsWith('..')).join('')
}

function compilerConfig(paths: Readonly<Record<string, readonly string[]>>, isolatedDeclarations: boolean): unknown {
  return {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { isolatedDeclarations, paths, typeRoots: ['./node_modules/@types'] },
    include: ['**/*'],
    exclude: ['node_modules'],
  }
}

function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
