import {
  type ContractFinding,
  type OwnRuleId,
  type RuleId,
  RULES,
  SCHEMA_RULES,
  type SchemaRuleId,
  wayOutOf,
} from '@tessera/contract.compare'
import { sentenceOf, type ContractReport } from '@tessera/ripple.release'
import { placeOf } from './breaking-counts.ts'

/** SARIF 2.1.0, which code scanning takes. What was accepted is there as suppressed. */
export function sarifText(reports: readonly ContractReport[]): string {
  const found = reports.flatMap((report) => (report.verdict?.findings ?? []).map((finding) => ({ report, finding })))
  const rules = [...new Set(found.map(({ finding }) => finding.rule))].toSorted()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'tessera', rules: rules.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: found.map(({ report, finding }) => resultOf(report, finding, rules.indexOf(finding.rule))),
      },
    ],
  }
  return JSON.stringify(log, undefined, 2)
}

/** What code scanning shows beside the results of a rule. */
function ruleOf(id: RuleId): object {
  const isSchemaRule = Object.hasOwn(SCHEMA_RULES, id)
  const family = isSchemaRule ? 'schemas' : RULES[id as OwnRuleId].family
  const what = isSchemaRule ? SCHEMA_RULES[id as SchemaRuleId] : id.replaceAll('-', ' ')
  const page = isSchemaRule ? 'docs/rules/schemas.md' : `docs/rules/${family}.md#${id}`
  return {
    id,
    shortDescription: { text: `${what.charAt(0).toUpperCase()}${what.slice(1)}.` },
    help: { text: `${wayOutOf(id) ?? 'It breaks nobody by itself.'} See ${page} of Tessera.` },
    properties: { tags: ['compatibility', family] },
  }
}

const LEVELS = { breaking: 'error', risky: 'warning', info: 'note' } as const

function resultOf(report: ContractReport, finding: ContractFinding, ruleIndex: number): object {
  const { rule, severity, at, witness, wayOut, accepted, pointer, direction } = finding
  const { file, line } = placeOf(report, finding)
  const text = wayOut === undefined ? sentenceOf(finding) : `${sentenceOf(finding)}. ${wayOut}`
  return {
    ...{ ruleId: rule, ruleIndex, level: LEVELS[severity], message: { text } },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: `${report.contract}#${at}` }],
      },
    ],
    partialFingerprints: { 'tessera/v1': `${report.contract} ${rule} ${at}` },
    properties: { contract: report.contract, pointer, direction, ...(witness === undefined ? {} : { witness }) },
    ...(accepted === undefined ? {} : { suppressions: [{ kind: 'external', justification: accepted.reason }] }),
  }
}
