import type { Bump, ContractFinding } from './finding.ts'
import { higher } from './verdict.ts'

/** Each change once: a named schema is met in every slot that uses it. */
export function mergeFindings(findings: readonly ContractFinding[]): readonly ContractFinding[] {
  const merged = new Map<string, ContractFinding>()
  for (const finding of findings) {
    const { rule, severity, direction, pointer, oldPointer, message } = finding
    const key = JSON.stringify([rule, severity, direction, pointer, oldPointer, message])
    const known = merged.get(key)
    merged.set(key, known === undefined ? finding : merge(known, finding))
  }
  return [...merged.values()]
}

function merge(one: ContractFinding, other: ContractFinding): ContractFinding {
  const slots = [...new Set([...(one.slots ?? []), ...(other.slots ?? [])])]
  const parts = mergeParts(one.parts, other.parts)
  return {
    ...one,
    ...(slots.length === 0 ? {} : { slots }),
    ...(parts === undefined ? {} : { parts }),
    ...(one.needsNewProvider || other.needsNewProvider ? { needsNewProvider: true } : {}),
  }
}

type Parts = ContractFinding['parts']

function mergeParts(one: Parts, other: Parts): Parts {
  if (one === undefined || other === undefined) return one ?? other
  const merged: Record<string, Bump> = { ...one }
  for (const [part, bump] of Object.entries(other)) merged[part] = higher(merged[part] ?? 'none', bump)
  return merged
}
