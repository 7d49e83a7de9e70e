import type { ContractFinding, ContractVerdict } from '@tessera/contract.compare'
import type { ContractReport } from '@tessera/ripple.release'

const breaking: ContractFinding = {
  ...{ rule: 'maximum-lowered', severity: 'breaking', direction: 'request' },
  ...{ at: 'addItem/request/body#/properties/count', pointer: '/slots/0/schema/properties/count' },
  message: 'it is 50 at most now, was 99; "<&>" is fine\nin text',
  ...{ witness: { count: 51, note: 'a % b' }, witnessIs: 'old', wayOut: 'Keep the bound.' },
  location: { file: 'components/shop api/contract/contract.ts', line: 7 },
}

const risky: ContractFinding = {
  ...{ rule: 'deadline-lowered', severity: 'risky', direction: 'both', at: 'addItem', pointer: '/operations/addItem' },
  message: 'addItem ends after 300 ms now, was 1000 ms',
}

const accepted: ContractFinding = {
  ...{ rule: 'operation-removed', severity: 'breaking', direction: 'both', at: 'listItems', pointer: '/operations' },
  ...{ message: 'listItems is gone', accepted: { reason: 'nobody calls it', expires: '2999-01-01' } },
}

const info: ContractFinding = {
  ...{ rule: 'operation-added', severity: 'info', direction: 'both', at: 'getItem', pointer: '/operations/getItem' },
  message: 'getItem is new',
}

function report(name: string, verdict: Partial<ContractVerdict> | undefined): ContractReport {
  const bumps = { contract: 'none', types: 'none', mocks: 'none', client: 'none', server: 'none' } as const
  const whole = { level: 'compatible', bump: 'none', bumps, findings: [], deployOrder: 'any', ...verdict } as const
  return {
    ...{ contract: `acme.shop/${name}/contract`, rootDir: `components/${name}/contract`, expired: [], unused: [] },
    ...(verdict === undefined ? { against: undefined, verdict: undefined } : { against: '1.0.0', verdict: whole }),
  }
}

/** Of tests: a contract that breaks, one that breaks nobody, one that did not change and one that is new. */
export const reports: readonly ContractReport[] = [
  {
    ...report('shop-api', {
      ...{ level: 'breaking', bump: 'major', deployOrder: 'consumer first' },
      findings: [breaking, accepted, risky, info],
    }),
    expired: [{ rule: 'maximum-lowered', at: 'addItem', reason: 'a while', expires: '2020-01-01' }],
    unused: [{ rule: 'deadline-lowered', at: 'addItems', reason: 'a typo', expires: '2999-01-01' }],
  },
  report('stock', { bump: 'minor', deployOrder: 'provider first', findings: [info] }),
  report('money', {}),
  report('prices', undefined),
]

/** One whose protocol line was raised with what it breaks. */
export const raised: ContractReport = report('shop-api', {
  ...{ level: 'breaking', bump: 'major', deployOrder: 'consumer first' },
  findings: [
    breaking,
    { ...info, ...{ rule: 'line-changed', at: 'line', pointer: '/line', message: 'it is of line 2 now, was 1' } },
  ],
})
