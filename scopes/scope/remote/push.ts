import { componentKey, TesseraError, type Diagnostic } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { ObjectBatch, Scope } from '@tessera/scope.store'
import { clearBreakages } from './breakages.ts'
import { checkPush, viewPush, type PushView } from './check-push.ts'
import { updateIndex } from './dependents-index.ts'
import { mergeComponent } from './merge.ts'
import { inQueue } from './queue.ts'
import type { PushOptions } from './types.ts'

const WAIT_MS = 60_000

/** See `Remote.push`. What is there is read only when it is this export's turn: nobody else changes it meanwhile. */
export async function pushObjects(scope: Scope, batch: ObjectBatch, options: PushOptions = {}): Promise<void> {
  await inQueue(scope.path, options.waitMs ?? WAIT_MS, async (assertHeld) => {
    const view = await viewPush(scope, batch)
    const findings = await checkPush(view)
    if (findings.length > 0) throw refused(scope, findings)
    assertHeld()
    const components = mergeAll(view)
    await scope.write({ ...batch, components })
    await updateIndex(scope, components)
    clearBreakages(scope, components)
  })
}

/** Dependencies come before their dependents: whoever reads in the middle finds what a new head depends on. */
function mergeAll(view: PushView): ComponentObject[] {
  const size = (component: ComponentObject): number => {
    const head = component.head ?? Object.values(component.versions).at(-1) ?? ''
    return view.versions.get(head)?.flattenedDependencies.length ?? 0
  }
  return [...view.pushed.values()]
    .toSorted((a, b) => size(a) - size(b))
    .map((component) => mergeComponent(component, view.existing.get(componentKey(component))))
}

function refused(scope: Scope, findings: readonly Diagnostic[]): TesseraError {
  const [first] = findings as readonly [Diagnostic]
  const others = findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''
  return new TesseraError(first.code, `export to ${scope.name} refused: ${first.message}${others}`, {
    hint: first.hint,
    diagnostics: findings,
  })
}
