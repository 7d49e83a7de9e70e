import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { compareSchemas, type SchemaComparison, type SchemaFinding } from '@tessera/contract.compare'
import type { JsonSchema } from '@tessera/contract.define/document'
import { isRecord, TesseraError } from '@tessera/core.model'
import type { Style } from '@tessera/ui.terminal'
import type { Outcome } from '../command.ts'

interface How {
  readonly policy: 'strict' | 'lenient' | undefined
  readonly format: string
}

/**
 * Whether every value of an old schema is one of a new.
 * @throws TesseraError `USAGE`, `INVALID_SCHEMA_FILE`
 */
export async function compareSchemaFiles(cwd: string, files: readonly string[], how: How): Promise<Outcome> {
  const [old, now] = files
  if (old === undefined || now === undefined || files.length > 2) {
    throw new TesseraError('USAGE', `--schemas takes two files, not ${files.length}`, {
      hint: 'tessera breaking --schemas old.json new.json',
    })
  }
  if (how.format !== 'text' && how.format !== 'json') {
    throw new TesseraError('USAGE', `--schemas cannot be printed as ${how.format}`, {
      hint: 'take --format text or --format json',
    })
  }
  const [before, after] = [await readSchema(cwd, old), await readSchema(cwd, now)]
  const result = compareSchemas(before, after, how.policy === undefined ? {} : { policy: how.policy })
  return {
    data: result,
    text: how.format === 'json' ? JSON.stringify(result, undefined, 2) : (style) => resultText(result, style),
    exitCode: result.level === 'compatible' ? 0 : 1,
  }
}

async function readSchema(cwd: string, file: string): Promise<JsonSchema> {
  const fail = (problem: string, cause: unknown): never => {
    throw new TesseraError('INVALID_SCHEMA_FILE', `${file} ${problem}`, {
      cause,
      hint: 'name a file that holds one JSON Schema',
      location: { file },
    })
  }
  const text = await readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => fail('cannot be read', cause))
  const value = parse(text, (cause) => fail('is no JSON', cause))
  return typeof value === 'boolean' || isRecord(value) ? value : fail('holds no schema', undefined)
}

function parse(text: string, fail: (cause: unknown) => never): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    return fail(cause)
  }
}

const LEVELS = {
  compatible: 'compatible: every value of the old schema is fine under the new one',
  risky: 'risky: it could not be decided whether every value of the old schema is fine under the new one',
  breaking: 'breaking: a value of the old schema is refused by the new one',
}

function resultText({ level, findings, witness }: SchemaComparison, style: Style): string {
  const example = witness === undefined ? [] : [`${style.dim('e.g.')} ${JSON.stringify(witness)}`]
  return [LEVELS[level], ...example, ...findings.map((finding) => findingText(finding, style))].join('\n')
}

function findingText({ severity, rule, pointer, message }: SchemaFinding, style: Style): string {
  const symbol = { breaking: style.red('✖'), risky: style.yellow('⚠'), info: style.green('+') }[severity]
  return `${symbol} ${pointer === '' ? '/' : pointer}  ${message} ${style.dim(rule)}`
}
