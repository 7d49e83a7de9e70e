import type { JsonSchema } from '@tessera/contract.define/document'
import type { Check, Issue } from '@tessera/runtime.core'
import { checksFile } from './checks-file.ts'
import { modelOf } from './model.ts'
import type { Rig } from './rig.fixture.ts'
import { documentOf } from './schema-samples.fixture.ts'

let files = 0

/** The generated checks of one side, for each schema as a request body: the consumer writes it, the provider reads it. */
export async function loadChecks(
  rig: Rig,
  side: 'consumer' | 'provider',
  schemas: readonly JsonSchema[],
  $defs: Readonly<Record<string, JsonSchema>> = {},
): Promise<Check[]> {
  const file = `checks-${++files}.ts`
  rig.write([], { [file]: checksFile(modelOf(documentOf(schemas, $defs)), side) })
  const module = (await import(`${rig.folder}/${file}`)) as Record<string, Check>
  return schemas.map((_schema, index) => module[`op${index}RequestBody`] as Check)
}

export function issuesOf(check: Check | undefined, value: unknown): readonly Issue[] {
  const issues: Issue[] = []
  check?.(value, '', issues)
  return issues
}
