/** Helpers that a file of checks holds itself where it uses them. */
export type LocalHelper = 'passes' | 'present' | 'undeclared' | 'closeFirst' | 'encodeFirst' | 'decodeFirst'

interface Helper {
  readonly code: string
  /** From the runtime. */
  readonly needs: readonly string[]
}

export const LOCAL_HELPERS: Readonly<Record<LocalHelper, Helper>> = {
  passes: {
    needs: [],
    code: `/** Whether a check finds nothing. */
function passes(check: Check, value: unknown): boolean {
  const issues: Issue[] = []
  check(value, '', issues)
  return issues.length === 0
}
`,
  },
  present: {
    needs: [],
    code: `/** The properties that are there: JSON drops those that are undefined. */
function present(value: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined)
}
`,
  },
  undeclared: {
    needs: ['escapePointer', 'report'],
    code: `/** Reports properties that the contract does not name. */
function undeclared(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  pointer: string,
  issues: Issue[],
  patterns: readonly RegExp[] = [],
): void {
  for (const key of Object.keys(value)) {
    if (value[key] === undefined || names.includes(key) || patterns.some((pattern) => pattern.test(key))) continue
    report(issues, \`\${pointer}/\${escapePointer(key)}\`, 'additionalProperties', 'is not declared by the contract')
  }
}
`,
  },
  encodeFirst: {
    needs: [],
    code: `/** Encodes a value as the branch that it then fits, one that declares all that is there before others. */
function encodeFirst(
  value: unknown,
  branches: readonly { readonly check: Check; readonly close: Check; readonly convert: (value: unknown) => unknown }[],
): unknown {
  let open: { readonly wire: unknown } | undefined
  for (const { check, close, convert } of branches) {
    const wire = convert(value)
    if (!passes(check, wire)) continue
    if (passes(close, wire)) return wire
    open ??= { wire }
  }
  return open ? open.wire : branches.reduce((wire, { convert }) => convert(wire), value)
}
`,
  },
  decodeFirst: {
    needs: [],
    code: `/** Decodes a value as the branch that it fits, one that declares all that is there before others. */
function decodeFirst(
  value: unknown,
  branches: readonly { readonly check: Check; readonly close: Check; readonly convert: (value: unknown) => unknown }[],
): unknown {
  const open = branches.filter(({ check }) => passes(check, value))
  const branch = open.find(({ close }) => passes(close, value)) ?? open[0]
  return branch ? branch.convert(value) : value
}
`,
  },
  closeFirst: {
    needs: [],
    code: `/** Of the branches that hold, one must declare all that is there. */
function closeFirst(
  value: unknown,
  pointer: string,
  issues: Issue[],
  branches: readonly { readonly check: Check; readonly close: Check }[],
): void {
  let first: Issue[] | undefined
  for (const { check, close } of branches) {
    const probe: Issue[] = []
    check(value, '', probe)
    if (probe.length > 0) continue
    const found: Issue[] = []
    close(value, pointer, found)
    if (found.length === 0) return
    first ??= found
  }
  issues.push(...(first ?? []))
}
`,
  },
}
