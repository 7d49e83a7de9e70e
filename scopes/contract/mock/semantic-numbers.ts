import { singular, wordsOf } from './names.ts'

export interface NumberRange {
  readonly low: number
  readonly high: number
}

/** What the end of a name says about the size of a number; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, number, number])[] = [
  [/\b(?:lat|latitude)$/, -90, 90],
  [/\b(?:lon|lng|long|longitude)$/, -180, 180],
  [/\b(?:age|years)$/, 18, 90],
  [/\byear$/, 2000, 2025],
  [/\bmonth$/, 1, 12],
  [/\bday$/, 1, 28],
  [/\bhours?$/, 0, 23],
  [/\b(?:minutes?|seconds?)$/, 0, 59],
  [/\b(?:quantity|qty|count|pieces|units|seats)$/, 1, 9],
  [/\b(?:percent|percentage|pct|progress|discount)$/, 0, 100],
  [/\b(?:ratio|share|probability|confidence)$/, 0, 1],
  [/\b(?:rating|stars|score)$/, 1, 5],
  [/\bport$/, 1024, 49151],
  [/\bstatus(?: code)?$/, 400, 599],
  [/\b(?:limit|page size|per page)$/, 10, 50],
  [/\bpage$/, 1, 9],
  [/\b(?:offset|index|position)$/, 0, 99],
  [/\b(?:version|revision|line)$/, 1, 20],
  [/\b(?:weight|mass)$/, 1, 80],
  [/\b(?:width|height|length|depth|size)$/, 1, 200],
  [/\b(?:temperature)$/, -10, 35],
  [/\b(?:cents|minor|amount minor)$/, 100, 99_999],
  [/\b(?:price|cost|fee|rate|tax|vat)$/, 1, 200],
  [/\b(?:amount|total|sum|balance|subtotal|salary)$/, 10, 5000],
  [/\b(?:timestamp|epoch|unix time)$/, 1_700_000_000, 1_735_000_000],
  [/\b(?:ms|millis|milliseconds|duration|timeout)$/, 50, 5000],
  [/\b(?:bytes|file size)$/, 500, 500_000],
  [/\b(?:id|number|no)$/, 1000, 99_999],
]

const BY_DESCRIPTION: readonly (readonly [RegExp, number, number])[] = [
  [/\b(?:minor units?|cents?)\b/i, 100, 99_999],
  [/\bpercent(?:age)?\b|%/i, 0, 100],
  [/\bmilliseconds?\b/i, 50, 5000],
  [/\byear\b/i, 2000, 2025],
]

/** Where a number of this name and description usually lies; of what has a least and a most, in a half of it. */
export function describeNumber(name: string, description: string): NumberRange {
  const words = wordsOf(name)
  const rule =
    BY_DESCRIPTION.find(([pattern]) => pattern.test(description)) ??
    BY_NAME.find(([pattern]) => pattern.test(words) || pattern.test(singular(words)))
  const [low, high] = rule === undefined ? [0, 1000] : [rule[1], rule[2]]
  const middle = Math.floor((low + high) / 2)
  if (/^(?:min|minimum|lowest|least)\b/.test(words)) return { low, high: middle }
  return /^(?:max|maximum|highest|most)\b/.test(words) ? { low: middle, high } : { low, high }
}
